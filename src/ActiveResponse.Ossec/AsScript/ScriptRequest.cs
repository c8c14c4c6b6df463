using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>What a script is asked to do, as it was told and before anything of it is believed.</summary>
internal sealed record ScriptRequest
{
    public required ScriptAction Action { get; init; }

    /// <summary>The source address, as written; null when there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The user, as written; null when there is none.</summary>
    public string? User { get; init; }

    /// <summary>The file, as written; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Whether the address may be a network: by hand it may, of an alert it may not.</summary>
    public bool TakesNetworks { get; init; }

    public string? ExtraArguments { get; init; }

    public ResponseOrigin Origin { get; init; } = ResponseOrigin.Manual;

    /// <summary>The value of a kind, as written.</summary>
    public string? Of(SubjectKinds kind) =>
        kind switch
        {
            SubjectKinds.Address => Address,
            SubjectKinds.User => User,
            _ => File,
        };

    /// <summary>The kinds in the order in which keys name them.</summary>
    public static ImmutableArray<SubjectKinds> Kinds { get; } = [SubjectKinds.Address, SubjectKinds.User, SubjectKinds.File];

    /// <summary>The subject as far as a responder needs it, or why there is none.</summary>
    public (Subject Subject, OrderRefusal? Refusal) ReadSubject(ResponderNeeds needs)
    {
        var subject = Subject.None;
        foreach (var kind in Kinds)
        {
            var required = needs.Required.HasFlag(kind);
            if ((required || needs.Optional.HasFlag(kind)) && Read(kind, ref subject) is { } refusal && required)
            {
                return (Subject.None, refusal);
            }
        }

        return (subject, null);
    }

    private OrderRefusal? Read(SubjectKinds kind, ref Subject subject)
    {
        if (Of(kind) is not { } text)
        {
            return new OrderRefusal("missing-field", "what it acts on isn't named");
        }

        if (kind == SubjectKinds.Address)
        {
            if (!AddressPrefix.TryParse(text, out var address) || (!TakesNetworks && text.Contains('/', StringComparison.Ordinal)))
            {
                return new OrderRefusal("crafted-value", $"'{Diagnostics.SafeText.Of(text)}' is not one address in canonical notation");
            }

            subject = subject with { Address = address };
            return null;
        }

        if ((kind == SubjectKinds.User ? SubjectRules.CheckUser(text) : SubjectRules.CheckFile(text)) is { } problem)
        {
            return problem;
        }

        subject = kind == SubjectKinds.User ? subject with { User = text } : subject with { File = text };
        return null;
    }
}
