using System.Net;
using System.Net.Sockets;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads allow-list entries as the two daemons do.</summary>
internal static class DaemonAllowListReader
{
    /// <summary>
    /// Reads an entry as OSSEC does: an address with a mask of up to three characters, read by <c>atoi</c>; anything else is a host name.
    /// </summary>
    /// <returns>The network, or null for a host name.</returns>
    public static DaemonNetwork? ReadOssec(string text)
    {
        var entry = text.StartsWith('!') ? text[1..] : text;
        if (entry == "any")
        {
            return new DaemonNetwork(text, IPAddress.IPv6Any.ToString(), 0);
        }

        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var mask = slash < 0 ? null : entry[(slash + 1)..];
        if (mask is not null && LosslessText.Encode(mask).Length > 3)
        {
            return null;
        }

        if (!NumericAddress.TryParse(slash < 0 ? entry : entry[..slash], out var address))
        {
            return null;
        }

        return LengthOf(address, mask) is { } length ? new DaemonNetwork(text, AddressText.Write(address), length) : null;
    }

    private static int? LengthOf(IPAddress address, string? mask)
    {
        var width = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = mask is null ? -1 : CNumber.Atoi(mask);
        if (length > width)
        {
            return null;
        }

        return length < 0 ? width : length;
    }

    /// <summary>Whether Wazuh reads an entry as an IPv4 address; all others are host patterns.</summary>
    public static bool LooksLikeWazuhAddress(string text)
    {
        var entry = text.StartsWith('!') ? text[1..] : text;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? entry : entry[..slash];
        return IsFourNumbers(address) && (slash < 0 || IsWazuhMask(entry[(slash + 1)..]));
    }

    /// <summary>Reads an entry as Wazuh does: a dotted quad with a length or a dotted mask; null if it refuses the entry.</summary>
    public static DaemonNetwork? ReadWazuh(string text)
    {
        var entry = text.StartsWith('!') ? text[1..] : text;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? entry : entry[..slash];
        if (!DottedMask.TryParseAddress(address, out var bits))
        {
            return null;
        }

        uint mask;
        if (slash < 0)
        {
            mask = uint.MaxValue;
        }
        else if (entry.Length - slash <= 3)
        {
            var length = CNumber.Atoi(entry.AsSpan(slash + 1));
            if (length > 32)
            {
                return null;
            }

            mask = length == 0 ? 0 : uint.MaxValue << (32 - length);
        }
        else if (!DottedMask.TryParseAddress(entry[(slash + 1)..], out mask))
        {
            return null;
        }

        return new DaemonNetwork(entry, DottedMask.Write(bits & mask), System.Numerics.BitOperations.PopCount(mask));
    }

    private static bool IsWazuhMask(string mask) =>
        (mask.Length is 1 or 2 && CNumber.IsDigits(mask)) || (mask.IndexOf('.', StringComparison.Ordinal) == 3 && IsFourNumbers(mask));

    private static bool IsFourNumbers(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(static p => p.Length is >= 1 and <= 3 && CNumber.IsDigits(p));
    }
}
