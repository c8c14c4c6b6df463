using System.Globalization;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Finds the interfaces with a default route, in the kernel's lists of the main tables.</summary>
internal static class DefaultRoutes
{
    private const uint Up = 1;
    private const uint Rejects = 0x200;

    // A router may have the routes of the whole internet. The default comes first for IPv4, and early for IPv6.
    private const int MostLines = 20_000;

    /// <summary>The names of interfaces, in the calling thread's network namespace.</summary>
    public static IReadOnlySet<string> Read()
    {
        // Of the process, it would be the namespace of the first thread.
        const string Folder = "/proc/thread-self/net/";
        return new HashSet<string>(
            [.. InterfacesIPv4(Lines(Folder + "route")), .. InterfacesIPv6(Lines(Folder + "ipv6_route"))],
            StringComparer.Ordinal
        );
    }

    /// <param name="lines">Interface, destination, gateway, flags, three numbers, mask; numbers in hexadecimal.</param>
    internal static IEnumerable<string> InterfacesIPv4(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 8 && parts[1] == "00000000" && parts[7] == "00000000" && IsUsed(parts[3]))
            {
                yield return parts[0];
            }
        }
    }

    /// <param name="lines">Destination, its length, source, its length, next hop, metric, two counts, flags, interface; numbers in
    /// hexadecimal.</param>
    internal static IEnumerable<string> InterfacesIPv6(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 10 && parts[1] == "00" && parts[9] != "lo" && IsUsed(parts[8]))
            {
                yield return parts[9];
            }
        }
    }

    private static bool IsUsed(string flags) =>
        uint.TryParse(flags, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && (value & Up) != 0
        && (value & Rejects) == 0;

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Take(MostLines)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel without IPv6 has no such list.
            return [];
        }
    }
}
