using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Reads the name servers from a <c>resolv.conf</c>.</summary>
internal static class ResolvConf
{
    /// <summary>Files to read; they list the real servers if <c>/etc/resolv.conf</c> names a local stub.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "etc/resolv.conf",
        "run/systemd/resolve/resolv.conf",
        "run/NetworkManager/no-stub-resolv.conf",
        "run/dnsmasq/resolv.conf",
        "run/resolvconf/resolv.conf",
    ];

    public static IEnumerable<AddressPrefix> NameServers(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 2 && parts[0] == "nameserver" && HostAddress.TryRead(parts[1], out var address))
            {
                yield return address;
            }
        }
    }
}
