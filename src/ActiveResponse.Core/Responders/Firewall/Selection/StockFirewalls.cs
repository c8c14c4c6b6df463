using System.Collections.Immutable;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.SharedPlaces.HostSystem;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The built-in firewalls of each system, best first.</summary>
/// <remarks>TCP wrappers are none of them: most services don't ask them, and a block that stops little must be chosen by name.</remarks>
internal static class StockFirewalls
{
    /// <summary>All of them; those of one system are its rows in this order.</summary>
    /// <remarks>
    /// Where firewalld runs, blocks are to be seen and managed with it. Its sets need a reload to come into being, which takes what others
    /// have changed at run time with it; so they are for those who choose them. So is XDP, which stops only what comes in, and that before
    /// any rule of the administrator's. A null route comes last: it stops answers and not what comes in.
    /// </remarks>
    private static readonly ImmutableArray<StockFirewall> All =
    [
        new("firewalld-drop", [Linux], static (runner, clock) => FirewallBackends.Firewalld(runner, time: clock)),
        new("nftables", [Linux], static (runner, clock) => FirewallBackends.Nftables(runner, time: clock)),
        new("ipset", [Linux], static (runner, clock) => FirewallBackends.Ipset(runner, time: clock)),
        new("iptables", [Linux], static (runner, clock) => FirewallBackends.Iptables(runner, time: clock)),
        new("pf", [FreeBsd, OpenBsd, MacOs], static (runner, _) => FirewallBackends.Pf(runner)),
        new("ipfw", [FreeBsd], static (runner, _) => FirewallBackends.Ipfw(runner)),
        new("npf", [NetBsd], static (runner, _) => FirewallBackends.Npf(runner)),
        new("ipfilter", [FreeBsd, NetBsd, Solaris], static (runner, _) => FirewallBackends.Ipfilter(runner)),
        new("netsh", [Windows], static (runner, clock) => FirewallBackends.Netsh(runner, time: clock)),
        new("windows-route", [Windows], static (runner, _) => FirewallBackends.WindowsRoute(runner)),
        new("aix-ipsec", [Aix], static (runner, clock) => FirewallBackends.AixIpsec(runner, time: clock)),
        new("route-null", [Linux], static (runner, _) => FirewallBackends.NullRoute(runner)),
        new("route-null", [FreeBsd, OpenBsd, NetBsd, MacOs], static (runner, _) => FirewallBackends.BsdRoute(runner)),
        new("firewalld-ipset", [Linux], static (runner, clock) => FirewallBackends.FirewalldIpset(runner, time: clock), ByNameOnly: true),
        new("xdp", [Linux], static (_, clock) => FirewallBackends.Xdp(time: clock), ByNameOnly: true),
        new(
            "xdp+nftables",
            [Linux],
            static (runner, clock) =>
                FirewallBackends.Both(FirewallBackends.Xdp(time: clock), FirewallBackends.Nftables(runner, time: clock)),
            ByNameOnly: true
        ),
    ];

    /// <summary>Those that may be chosen by themselves.</summary>
    public static ImmutableArray<string> NamesOf(HostSystem system) => NamesOf(system, byNameOnly: false);

    /// <summary>Those that are there to be chosen by name and never by themselves.</summary>
    public static ImmutableArray<string> ByNameOnly(HostSystem system) => NamesOf(system, byNameOnly: true);

    /// <summary>Makes all of them.</summary>
    public static IEnumerable<IFirewallBackend> MakeAll(HostSystem system, ICommandRunner runner, TimeProvider clock) =>
        All.Where(one => one.Systems.Contains(system)).Select(one => one.Make(runner, clock));

    public static IFirewallBackend Make(string name, HostSystem system, ICommandRunner runner, TimeProvider clock)
    {
        // One of another system says at its first call what it needs.
        var found =
            All.FirstOrDefault(one => one.Name == name && one.Systems.Contains(system))
            ?? All.LastOrDefault(one => one.Name == name)
            ?? throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown built-in firewall.");
        return found.Make(runner, clock);
    }

    private static ImmutableArray<string> NamesOf(HostSystem system, bool byNameOnly) =>
        [.. All.Where(one => one.ByNameOnly == byNameOnly && one.Systems.Contains(system)).Select(static one => one.Name)];

    private sealed record StockFirewall(
        string Name,
        HostSystem[] Systems,
        Func<ICommandRunner, TimeProvider, IFirewallBackend> Make,
        bool ByNameOnly = false
    );
}
