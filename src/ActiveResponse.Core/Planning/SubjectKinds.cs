namespace ActiveResponse.Planning;

/// <summary>Kinds of subject a response acts on.</summary>
[Flags]
public enum SubjectKinds
{
    /// <summary>None: the response acts on the host as a whole.</summary>
    None = 0,

    /// <summary>An address or network.</summary>
    Address = 1,

    /// <summary>A user account.</summary>
    User = 2,

    /// <summary>A file.</summary>
    File = 4,
}
