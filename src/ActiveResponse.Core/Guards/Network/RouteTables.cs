using System.Globalization;
using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Reads the next hops of default routes from Linux's <c>/proc/net/route</c> and <c>/proc/net/ipv6_route</c>.</summary>
/// <remarks>
/// A VPN may split its default route in halves (<c>0.0.0.0/1</c>, <c>2000::/3</c>) to beat the real one, so those next hops count too. The
/// IPv4 file shows only the main table (see <see cref="RouteDump"/> for the others); the IPv6 file shows all.
/// </remarks>
internal static class RouteTables
{
    private const int WidestIPv4 = 1;
    private const int WidestIPv6 = 3;
    private const uint Up = 1;
    private const uint Rejects = 0x200;

    /// <param name="lines">Interface, destination, gateway, flags, three numbers, mask; hexadecimal, addresses in host byte order.</param>
    public static IEnumerable<AddressPrefix> GatewaysIPv4(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (
                parts.Length >= 8
                && TryHex(parts[2], out var gateway)
                && TryHex(parts[3], out var flags)
                && TryHex(parts[7], out var mask)
                && gateway != 0
                && IsUsed(flags)
                && uint.PopCount(mask) <= WidestIPv4
            )
            {
                yield return AddressPrefix.From(new IPAddress(BitConverter.GetBytes(gateway)));
            }
        }
    }

    /// <param name="lines">Destination, its length, source, its length, next hop, metric, two counts, flags, interface; hexadecimal, in
    /// network order.</param>
    public static IEnumerable<AddressPrefix> GatewaysIPv6(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (
                parts.Length >= 9
                && TryHex(parts[1], out var length)
                && length <= WidestIPv6
                && TryHex(parts[8], out var flags)
                && IsUsed(flags)
                && UInt128.TryParse(parts[4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hop)
                && hop != 0
            )
            {
                yield return AddressPrefix.From(new IPAddress(Convert.FromHexString(parts[4].PadLeft(32, '0')[^32..])));
            }
        }
    }

    private static bool IsUsed(uint flags) => (flags & Up) != 0 && (flags & Rejects) == 0;

    private static bool TryHex(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
