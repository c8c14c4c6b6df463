using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>What somebody means by a target: an address or network, a file by its full path, or else a user.</summary>
internal static class ControlTarget
{
    /// <summary>Reads a target.</summary>
    /// <returns>What is wrong with it; null when it was read.</returns>
    public static string? TryRead(string? text, out Subject subject)
    {
        subject = Subject.None;
        if (string.IsNullOrEmpty(text))
        {
            return "a target is needed: an address, a network, a user or the full path of a file";
        }

        if (text == "-")
        {
            // What is named by no address, user or file.
            return null;
        }

        if (AddressPrefix.TryParse(text, out var address))
        {
            subject = Subject.Of(address);
            return null;
        }

        if (text[0] == '/')
        {
            subject = new Subject { File = text };
            return SubjectRules.CheckFile(text)?.Why;
        }

        // A misspelt address must not become the name of a user.
        if (
            text.AsSpan().ContainsAny(':', '/')
            || text.All(static c => char.IsAsciiDigit(c) || c == '.')
            || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        )
        {
            return $"'{SafeText.Of(text)}' is neither an address or network in canonical notation nor a user";
        }

        subject = new Subject { User = text };
        return SubjectRules.CheckUser(text)?.Why;
    }

    /// <summary>Whether a subject has each part of the one that is asked for, or its script has called it so; a file may be named as it is
    /// shown.</summary>
    public static bool Covers(Subject wanted, Subject actual) =>
        wanted.Kinds == SubjectKinds.None
            ? actual.Kinds == SubjectKinds.None
            : HasParts(wanted, actual) || actual.Keys == SubjectKeys.OfNames([wanted.ToString()]);

    private static bool HasParts(Subject wanted, Subject actual) =>
        (wanted.Address is null || wanted.Address == actual.Address)
        && (wanted.User is null || wanted.User == actual.User)
        && (
            wanted.File is null || wanted.File == actual.File || (actual.File is not null && wanted.File == ToolText.WithBytes(actual.File))
        );
}
