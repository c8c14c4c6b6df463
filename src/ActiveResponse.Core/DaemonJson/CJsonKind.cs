namespace ActiveResponse.DaemonJson;

/// <summary>The kind of a JSON value.</summary>
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
