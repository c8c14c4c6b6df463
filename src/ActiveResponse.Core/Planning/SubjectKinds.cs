namespace ActiveResponse.Planning;

/// <summary>The kinds of thing a response acts on; flags add up.</summary>
[Flags]
public enum SubjectKinds
{
    /// <summary>Nothing of the alert: the response acts on the host as a whole.</summary>
    None = 0,

    /// <summary>An address or a network.</summary>
    Address = 1,

    /// <summary>A user account.</summary>
    User = 2,

    /// <summary>A file.</summary>
    File = 4,
}
