using System.Globalization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>The destination column of <c>netstat -rn</c>.</summary>
internal static class RouteDestination
{
    /// <summary>Reads it. NetBSD and macOS omit the trailing zeros of an IPv4 network, and its length where that is the class's.</summary>
    public static bool TryParse(string text, out AddressPrefix address)
    {
        address = default;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return AddressPrefix.TryParse(text, out address);
        }

        var parts = text.Split('/');
        var octets = parts[0].Split('.').Length;
        if (parts.Length > 2 || octets > 4 || (octets < 4 && parts.Length == 1 && Class(parts[0]) is null))
        {
            return false;
        }

        var full = parts[0] + string.Concat(Enumerable.Repeat(".0", 4 - octets));
        return AddressPrefix.TryParse($"{full}/{LengthOf(parts, octets)}", out address);
    }

    private static string LengthOf(string[] parts, int octets)
    {
        if (parts.Length == 2)
        {
            return parts[1];
        }

        return octets == 4 ? "32" : Class(parts[0])!.Value.ToString(CultureInfo.InvariantCulture);
    }

    // The classful length.
    private static int? Class(string address) =>
        int.TryParse(address.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first switch
            {
                < 128 => 8,
                < 192 => 16,
                < 224 => 24,
                _ => null,
            }
            : null;
}
