using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Finds the DHCP servers in the lease files of dhclient, systemd-networkd and NetworkManager.</summary>
internal static class DhcpLeases
{
    private static readonly (string Folder, string Pattern)[] Places =
    [
        ("var/lib/dhcp", "*.lease*"),
        ("var/lib/dhclient", "*.lease*"),
        ("var/lib/NetworkManager", "*.lease"),
        ("run/systemd/netif/leases", "*"),
        ("run/NetworkManager/devices", "*"),
    ];

    public static IEnumerable<AddressPrefix> Servers(HostFiles files) =>
        Places.SelectMany(place => files.In(place.Folder, place.Pattern)).Select(file => Server(files.Lines(file))).OfType<AddressPrefix>();

    /// <summary>Returns the server of a file's last lease; dhclient keeps older ones before it.</summary>
    public static AddressPrefix? Server(IEnumerable<string> lines)
    {
        AddressPrefix? last = null;
        foreach (var line in lines)
        {
            var value =
                After(line, "option dhcp-server-identifier ") ?? After(line, "SERVER_ADDRESS=") ?? After(line, "dhcp_server_identifier=");
            if (value is not null && HostAddress.TryRead(value.Trim(), out var address))
            {
                last = address;
            }
        }

        return last;
    }

    private static string? After(string line, string start) =>
        line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
}
