using System.Net;
using System.Net.Sockets;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>The values that Wazuh's programs accept before they return their keys. Stricter checks follow before acting.</summary>
internal static class StockRules
{
    private const int LongestUser = 256;

    /// <summary>Whether a program would return this value as a key.</summary>
    public static bool Accepts(SubjectKinds kind, string? text, bool isWazuh5) =>
        text is not null
        && kind switch
        {
            SubjectKinds.Address => IsNumericHost(text),
            SubjectKinds.User => isWazuh5 ? IsUser5(text) : IsUser4(text),
            _ => text.Length > 0,
        };

    // getaddrinfo accepts short, octal and hexadecimal forms of IPv4, and scopes of IPv6.
    private static bool IsNumericHost(string text) =>
        text.Length > 0
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '%' or '_' or '-')
        && IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork || text.Contains(':', StringComparison.Ordinal));

    private static bool IsUser4(string text) =>
        text.Length is > 0 and <= LongestUser
        && text != "root"
        && text[0] is not ('-' or '+' or '~')
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Any(static c => c is ':' or ',' or '/' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c));

    private static bool IsUser5(string text) =>
        text.Length is > 0 and <= LongestUser
        && text != "root"
        && text[0] != '-'
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '$');
}
