using System.Collections.Immutable;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

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

    /// <summary>Makes all of them.</summary>
    public static IEnumerable<IFirewallBackend> MakeAll(HostSystem system, ICommandRunner runner, TimeProvider clock) =>
        NamesOf(system).Concat(ByNameOnly(system)).Select(name => Make(name, system, runner, clock));

    public static IFirewallBackend Make(string name, HostSystem system, ICommandRunner runner, TimeProvider clock) =>
        name switch
        {
            "firewalld-drop" => FirewallBackends.Firewalld(runner),
            "firewalld-ipset" => FirewallBackends.FirewalldIpset(runner, time: clock),
            "nftables" => FirewallBackends.Nftables(runner, time: clock),
            "ipset" => FirewallBackends.Ipset(runner, time: clock),
            "iptables" => FirewallBackends.Iptables(runner, time: clock),
            "route-null" when system == HostSystem.Linux => FirewallBackends.NullRoute(runner),
            "route-null" => FirewallBackends.BsdRoute(runner),
            "pf" => FirewallBackends.Pf(runner),
            "ipfw" => FirewallBackends.Ipfw(runner),
            "ipfilter" => FirewallBackends.Ipfilter(runner),
            "npf" => FirewallBackends.Npf(runner),
            "netsh" => FirewallBackends.Netsh(runner, time: clock),
            "windows-route" => FirewallBackends.WindowsRoute(runner),
            "aix-ipsec" => FirewallBackends.AixIpsec(runner, time: clock),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown built-in firewall."),
        };
}
