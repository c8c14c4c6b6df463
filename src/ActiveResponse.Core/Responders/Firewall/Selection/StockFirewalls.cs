using System.Collections.Immutable;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Responders.Firewall.WindowsRoute;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The built-in firewalls of each system, best first.</summary>
/// <remarks>TCP wrappers are none of them: most services don't ask them, and a block that stops little must be chosen by name.</remarks>
internal static class StockFirewalls
{
    /// <summary>Their names.</summary>
    /// <remarks>
    /// Where firewalld runs, blocks are to be seen and managed with it. Its sets need a reload to come into being, which takes what others
    /// have changed at run time with it; so they stand behind the rest, for those who choose them. A null route comes last: it stops
    /// answers and not what comes in.
    /// </remarks>
    public static ImmutableArray<string> NamesOf(HostSystem system) =>
        system switch
        {
            HostSystem.Linux => ["firewalld-drop", "nftables", "ipset", "iptables", "route-null"],
            HostSystem.FreeBsd => ["pf", "ipfw", "ipfilter", "route-null"],
            HostSystem.OpenBsd => ["pf", "route-null"],
            HostSystem.NetBsd => ["npf", "ipfilter", "route-null"],
            HostSystem.MacOs => ["pf", "route-null"],
            HostSystem.Solaris => ["ipfilter"],
            HostSystem.Windows => ["netsh", "windows-route"],
            HostSystem.Aix => ["aix-ipsec"],
            _ => [],
        };

    /// <summary>Those that are there to be chosen by name and never by themselves.</summary>
    public static ImmutableArray<string> ByNameOnly(HostSystem system) => system == HostSystem.Linux ? ["firewalld-ipset"] : [];

    public static IFirewallBackend Make(string name, HostSystem system, ICommandRunner runner, TimeProvider clock) =>
        name switch
        {
            "firewalld-drop" => new FirewalldBackend(new FirewalldOptions(), runner),
            "firewalld-ipset" => new FirewalldIpsetBackend(new FirewalldIpsetOptions(), runner, clock),
            "nftables" => new NftablesBackend(new NftablesOptions(), runner, clock),
            "ipset" => new IpsetBackend(new IpsetOptions(), runner, clock),
            "iptables" => new IptablesBackend(new IptablesOptions(), runner, clock),
            "route-null" when system == HostSystem.Linux => new NullRouteBackend(new NullRouteOptions(), runner),
            "route-null" => new BsdRouteBackend(new BsdRouteOptions(), runner, system),
            "pf" => new PfBackend(new PfOptions(), runner, system),
            "ipfw" => new IpfwBackend(new IpfwOptions(), runner, system),
            "ipfilter" => new IpfilterBackend(new IpfilterOptions(), runner, system),
            "npf" => new NpfBackend(new NpfOptions(), runner, system),
            "netsh" => new NetshBackend(new NetshOptions(), runner, clock),
            "windows-route" => new WindowsRouteBackend(new WindowsRouteOptions(), runner),
            "aix-ipsec" => new AixIpsecBackend(new AixIpsecOptions(), runner, clock),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No built-in firewall is called so."),
        };
}
