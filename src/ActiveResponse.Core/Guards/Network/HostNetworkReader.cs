using System.Net;
using System.Net.NetworkInformation;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards.Network;

/// <summary>Reads the network from .NET and, on Linux, from files .NET doesn't cover.</summary>
internal sealed class HostNetworkReader(HostFiles files, Func<string, string?> variable, ILogger<HostNetworkReader> logger)
    : IHostNetworkReader
{
    private readonly HashSet<string> _failing = [];
    private AddressSet? _sshPeers;

    public HostNetwork Read(HostNetwork previous) =>
        new()
        {
            Own = Gather(
                "addresses",
                previous.Own,
                () => OfInterfaces(static ip => ip.UnicastAddresses.Select(static unicast => unicast.Address))
            ),
            Gateways = Gather(
                "gateways",
                previous.Gateways,
                () => OfInterfaces(static ip => ip.GatewayAddresses.Select(static gateway => gateway.Address)),
                () => OperatingSystem.IsLinux() ? RouteTables.GatewaysIPv4(files.Lines("proc/net/route")) : [],
                () => OperatingSystem.IsLinux() ? RouteTables.GatewaysIPv6(files.Lines("proc/net/ipv6_route")) : [],
                () => OperatingSystem.IsLinux() ? RouteDump.Gateways() : []
            ),
            Resolvers = Gather(
                "name servers",
                previous.Resolvers,
                () => OfInterfaces(static ip => ip.DnsAddresses),
                () => OperatingSystem.IsWindows() ? [] : ResolvConf.Files.SelectMany(file => ResolvConf.NameServers(files.Lines(file)))
            ),
            DhcpServers = Gather(
                "DHCP servers",
                previous.DhcpServers,
                () => OfInterfaces(static ip => OperatingSystem.IsMacOS() ? [] : ip.DhcpServerAddresses),
                () => OperatingSystem.IsWindows() ? [] : DhcpLeases.Servers(files)
            ),

            // Read once: the processes above may end before this one does.
            SshPeers = _sshPeers ??=
                new AddressSet(SshSession.Peers(variable, files, Environment.ProcessId)),
        };

    private static IEnumerable<AddressPrefix> OfInterfaces(Func<IPInterfaceProperties, IEnumerable<IPAddress>> which) =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(nic => which(nic.GetIPProperties()))
            .Where(static address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            .Select(static address => AddressPrefix.From(address));

    /// <summary>Collects the addresses of all sources; if one fails, its previous addresses stay.</summary>
    private AddressSet Gather(string what, AddressSet previous, params ReadOnlySpan<Func<IEnumerable<AddressPrefix>>> sources)
    {
        var found = new HashSet<AddressPrefix>();
        Exception? failure = null;
        foreach (var source in sources)
        {
            try
            {
                found.UnionWith(source());
            }
            catch (PlatformNotSupportedException)
            {
                // This platform doesn't support the property.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetworkInformationException)
            {
                failure = e;
            }
        }

        if (failure is null)
        {
            _failing.Remove(what);
            return new AddressSet(found);
        }

        if (_failing.Add(what))
        {
            logger.NetworkUnreadable(what, failure);
        }

        return new AddressSet(found.Concat(previous.Addresses));
    }
}
