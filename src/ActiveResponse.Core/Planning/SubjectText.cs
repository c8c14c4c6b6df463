using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Planning;

/// <summary>Reads the target that a person names.</summary>
internal static class SubjectText
{
    /// <returns>What is wrong with it; null when it was read.</returns>
    public static string? Read(string? text, out Subject subject)
    {
        subject = Subject.None;
        if (string.IsNullOrEmpty(text))
        {
            return "a target is needed: an address, a network, a user or the full path of a file";
        }

        if (text == "-")
        {
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
}
