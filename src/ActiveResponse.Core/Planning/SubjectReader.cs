using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Planning;

/// <summary>Extracts the subject a responder needs from an alert, and refuses values that no honest log line contains.</summary>
/// <remarks>Only needed fields are checked: a user of <c>(no user)</c> doesn't stop an address from being blocked.</remarks>
internal static class SubjectReader
{
    /// <param name="alert">The alert.</param>
    /// <param name="needs">What to extract.</param>
    /// <param name="dialect">OSSEC falls back to the source user if there is no target user; Wazuh doesn't.</param>
    public static (Subject Subject, OrderRefusal? Refusal) Read(Alert alert, ResponderNeeds needs, ConfigDialect dialect)
    {
        var subject = Subject.None;
        OrderRefusal? refusal = null;
        foreach (var kind in (ReadOnlySpan<SubjectKinds>)[SubjectKinds.Address, SubjectKinds.User, SubjectKinds.File])
        {
            var required = needs.Required.HasFlag(kind);
            if (!required && !needs.Optional.HasFlag(kind))
            {
                continue;
            }

            var problem = kind switch
            {
                SubjectKinds.Address => ReadAddress(alert, ref subject),
                SubjectKinds.User => ReadUser(alert, dialect, ref subject),
                _ => ReadFile(alert, ref subject),
            };
            refusal ??= required ? problem : null;
        }

        return (subject, refusal);
    }

    private static OrderRefusal? ReadAddress(Alert alert, ref Subject subject)
    {
        var text = alert.SourceAddress;
        if (IsAbsent(text))
        {
            return new OrderRefusal("missing-field", "the alert has no source address");
        }

        // Alerts never yield a network: one crafted log line would block hundreds of addresses. Orders by hand may name one.
        if (!AddressPrefix.TryParse(text, out var address) || !address.IsSingleAddress || text!.Contains('/', StringComparison.Ordinal))
        {
            return new OrderRefusal("crafted-value", $"source address '{SafeText.Of(text)}' is not one address in canonical notation");
        }

        subject = subject with { Address = address };
        return null;
    }

    // An attacker chooses the source user. OSSEC's analysisd falls back to it (alerts/exec.c); Wazuh's uses dstuser alone.
    private static OrderRefusal? ReadUser(Alert alert, ConfigDialect dialect, ref Subject subject)
    {
        var text = IsAbsent(alert.User) && dialect == ConfigDialect.Ossec ? alert.SourceUser : alert.User;
        if (IsAbsent(text))
        {
            return new OrderRefusal("missing-field", "the alert has no user");
        }

        if (SubjectRules.CheckUser(text!) is { } problem)
        {
            return problem;
        }

        subject = subject with { User = text };
        return null;
    }

    private static OrderRefusal? ReadFile(Alert alert, ref Subject subject)
    {
        var text = alert.FileName;
        if (IsAbsent(text))
        {
            return new OrderRefusal("missing-field", "the alert has no file");
        }

        if (SubjectRules.CheckFile(text!) is { } problem)
        {
            return problem;
        }

        subject = subject with { File = text };
        return null;
    }

    private static bool IsAbsent(string? text) => string.IsNullOrEmpty(text) || text == "-";
}
