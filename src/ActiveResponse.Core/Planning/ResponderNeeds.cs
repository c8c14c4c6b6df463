using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>What a responder needs of an alert. Only what it needs is validated; a hostile value elsewhere can't stop it.</summary>
public sealed record ResponderNeeds
{
    /// <summary>Nothing of the alert.</summary>
    public static ResponderNeeds Nothing { get; } = new();

    /// <summary>An address or network.</summary>
    public static ResponderNeeds Address { get; } = new() { Required = SubjectKinds.Address };

    /// <summary>A user.</summary>
    public static ResponderNeeds User { get; } = new() { Required = SubjectKinds.User };

    /// <summary>A file.</summary>
    public static ResponderNeeds File { get; } = new() { Required = SubjectKinds.File };

    /// <summary>What a command asks for by its <c>&lt;expect&gt;</c>.</summary>
    /// <param name="expect">The fields.</param>
    public static ResponderNeeds Of(ExpectedFields expect) =>
        new()
        {
            Required =
                (expect.HasFlag(ExpectedFields.SourceAddress) ? SubjectKinds.Address : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.User) ? SubjectKinds.User : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.FileName) ? SubjectKinds.File : SubjectKinds.None),
        };

    /// <summary>The kinds without which no order is made.</summary>
    public SubjectKinds Required { get; init; }

    /// <summary>The kinds that become part of the subject when the alert has them in a usable form, and are left out otherwise.</summary>
    public SubjectKinds Optional { get; init; }

    /// <summary>Whether the responder hands the alert's JSON on; without it the alert's text isn't kept.</summary>
    public bool AlertJson { get; init; }
}
