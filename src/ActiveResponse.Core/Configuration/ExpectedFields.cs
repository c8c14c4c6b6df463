namespace ActiveResponse.Configuration;

/// <summary>Alert fields that a command's <c>&lt;expect&gt;</c> names.</summary>
[Flags]
public enum ExpectedFields
{
    /// <summary>No field.</summary>
    None = 0,

    /// <summary>The user the alert is about (<c>user</c>, <c>username</c>).</summary>
    User = 1,

    /// <summary>The source address (<c>srcip</c>).</summary>
    SourceAddress = 4,

    /// <summary>The file the alert is about (<c>filename</c>).</summary>
    FileName = 8,
}
