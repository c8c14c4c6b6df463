using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>The request to a script, unvalidated.</summary>
internal sealed record ScriptRequest
{
    public required ScriptAction Action { get; init; }

    /// <summary>The source address, as written; null if missing.</summary>
    public string? Address { get; init; }

    /// <summary>The user, as written; null if missing.</summary>
    public string? User { get; init; }

    /// <summary>The file, as written; null if missing.</summary>
    public string? File { get; init; }

    /// <summary>Whether the address may be a network: yes by hand, no from an alert.</summary>
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

    /// <summary>The kinds in the order of keys.</summary>
    public static ImmutableArray<SubjectKinds> Kinds { get; } = [SubjectKinds.Address, SubjectKinds.User, SubjectKinds.File];

    /// <summary>The subject, as far as a responder needs it, or why it is invalid.</summary>
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
            return new OrderRefusal("missing-field", "the target is missing");
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
