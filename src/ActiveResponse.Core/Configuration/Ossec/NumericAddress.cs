using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses addresses as the C library's <c>getaddrinfo</c> does without name lookup.</summary>
internal static class NumericAddress
{
    /// <summary>Parses IPv4 in one to four parts (decimal, octal, hexadecimal) or IPv6, possibly with a scope.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text.Contains(':', StringComparison.Ordinal) ? TryParseIPv6(text, out address) : TryParseIPv4(text, out address);
    }

    private static bool TryParseIPv4(string text, out IPAddress? address)
    {
        address = null;
        var parts = text.Split('.');
        if (parts.Length > 4)
        {
            return false;
        }

        uint value = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var max = isLast ? uint.MaxValue >> (8 * i) : byte.MaxValue;
            if (!TryParsePart(parts[i], out var part) || part > max)
            {
                return false;
            }

            value |= isLast ? (uint)part : (uint)part << (24 - (8 * i));
        }

        address = new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        return true;
    }

    private static bool TryParsePart(string text, out ulong value)
    {
        value = 0;
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        if (text[0] != '0')
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }

        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || value > uint.MaxValue)
            {
                return false;
            }

            value = (value * 8) + (uint)(digit - '0');
        }

        return true;
    }

    private static bool TryParseIPv6(string text, out IPAddress? address)
    {
        address = null;
        var percent = text.IndexOf('%', StringComparison.Ordinal);
        var digits = percent < 0 ? text : text[..percent];
        var tail = digits[(digits.LastIndexOf(':') + 1)..];
        var plain = digits.All(static c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        if (!plain || (digits.Contains('.', StringComparison.Ordinal) && !AddressPrefix.TryParse(tail, out _)))
        {
            return false;
        }

        return IPAddress.TryParse(digits, out address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
            && (percent < 0 || IsScope(text[(percent + 1)..], address));
    }

    /// <summary>Whether a scope exists on every host: a number, or the loopback interface for a link-local address.</summary>
    private static bool IsScope(string scope, IPAddress address)
    {
        var isLinkLocal = address.IsIPv6LinkLocal || (address.IsIPv6Multicast && (address.GetAddressBytes()[1] & 0xF) == 2);
        return (scope == "lo" && isLinkLocal) || uint.TryParse(scope, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
