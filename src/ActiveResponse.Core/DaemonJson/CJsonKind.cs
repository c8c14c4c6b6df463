namespace ActiveResponse.DaemonJson;

/// <summary>What a value of a message is.</summary>
internal enum CJsonKind
{
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
}
