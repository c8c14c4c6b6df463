namespace ActiveResponse.Configuration;

/// <summary>The alert fields a command's <c>&lt;expect&gt;</c> asks for.</summary>
[Flags]
public enum ExpectedFields
{
    /// <summary>The command needs no field of the alert.</summary>
    None = 0,

    /// <summary>The user the alert is about (<c>user</c>, <c>username</c>).</summary>
    User = 1,

    /// <summary>The source address (<c>srcip</c>).</summary>
    SourceAddress = 4,

    /// <summary>The file the alert is about (<c>filename</c>).</summary>
    FileName = 8,
}
