using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>What a responder needs from an alert. Only that is validated, so a hostile value elsewhere can't stop it.</summary>
public sealed record ResponderNeeds
{
    /// <summary>Needs nothing from the alert.</summary>
    public static ResponderNeeds Nothing { get; } = new();

    /// <summary>Needs an address or network.</summary>
    public static ResponderNeeds Address { get; } = new() { Required = SubjectKinds.Address };

    /// <summary>Needs a user.</summary>
    public static ResponderNeeds User { get; } = new() { Required = SubjectKinds.User };

    /// <summary>Needs a file.</summary>
    public static ResponderNeeds File { get; } = new() { Required = SubjectKinds.File };

    /// <summary>Returns what a command needs by its <c>&lt;expect&gt;</c>.</summary>
    /// <param name="expect">The fields.</param>
    public static ResponderNeeds Of(ExpectedFields expect) =>
        new()
        {
            Required =
                (expect.HasFlag(ExpectedFields.SourceAddress) ? SubjectKinds.Address : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.User) ? SubjectKinds.User : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.FileName) ? SubjectKinds.File : SubjectKinds.None),
        };

    /// <summary>Kinds without which no order is created.</summary>
    public SubjectKinds Required { get; init; }

    /// <summary>Kinds that join the subject if the alert has usable values for them.</summary>
    public SubjectKinds Optional { get; init; }

    /// <summary>Whether the responder passes the alert's JSON on. If not, the alert's text isn't kept.</summary>
    public bool AlertJson { get; init; }
}
