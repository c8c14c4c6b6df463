using System.Collections.Immutable;
using System.IO.Abstractions;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using ActiveResponse.Responders.Firewall.Xdp;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Creates the built-in firewall backends without a container. The host isn't touched before the first call.</summary>
/// <remarks>Null options mean the defaults, a null clock the system's. Options out of range throw an
/// <see cref="ArgumentException"/>.</remarks>
public static class FirewallBackends
{
    /// <summary>Creates every built-in backend of this host's system with default options, in the order <c>firewall-drop</c> tries
    /// them.</summary>
    /// <remarks>The last ones are used only by name. <see cref="IFirewallBackend.ProbeAsync"/> says which can be used.</remarks>
    /// <param name="runner">Starts the firewalls' programs.</param>
    /// <param name="time">The clock.</param>
    public static ImmutableArray<IFirewallBackend> OfThisHost(ICommandRunner runner, TimeProvider? time = null) =>
        [.. StockFirewalls.MakeAll(HostSystems.Current, NotNull(runner), time ?? TimeProvider.System)];

    /// <summary>Creates a backend for nftables, with a table of its own. Linux.</summary>
    /// <param name="runner">Starts <c>nft</c>.</param>
    /// <param name="options">The table and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Nftables(ICommandRunner runner, NftablesOptions? options = null, TimeProvider? time = null) =>
        new NftablesBackend(options ?? new NftablesOptions(), NotNull(runner), time ?? TimeProvider.System);

    /// <summary>Creates a backend for XDP, which drops packets before the network stack sees them. Linux.</summary>
    /// <param name="options">The interfaces and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Xdp(XdpOptions? options = null, TimeProvider? time = null) =>
        new XdpBackend(options ?? new XdpOptions(), time ?? TimeProvider.System);

    /// <summary>Creates a backend that blocks in two firewalls at once, e.g. XDP for what comes in and nftables for what is forwarded. Both
    /// must succeed, or the block fails; it is lifted from both.</summary>
    /// <remarks>Its name is that of both with <c>+</c> between them. It lists what both have.</remarks>
    /// <param name="first">The firewall that is changed first. Disposed with this backend.</param>
    /// <param name="second">The other one.</param>
    public static IFirewallBackend Both(IFirewallBackend first, IFirewallBackend second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new PairedBackend(first, second);
    }

    /// <summary>Creates a backend for iptables and ip6tables, with a rule per address. Linux.</summary>
    /// <param name="runner">Starts the programs.</param>
    /// <param name="options">The chains and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Iptables(ICommandRunner runner, IptablesOptions? options = null, TimeProvider? time = null) =>
        new IptablesBackend(options ?? new IptablesOptions(), NotNull(runner), time ?? TimeProvider.System);

    /// <summary>Creates a backend for ipset, whose sets a rule of iptables refers to. Linux.</summary>
    /// <param name="runner">Starts the programs.</param>
    /// <param name="options">The sets and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Ipset(ICommandRunner runner, IpsetOptions? options = null, TimeProvider? time = null) =>
        new IpsetBackend(options ?? new IpsetOptions(), NotNull(runner), time ?? TimeProvider.System);

    /// <summary>Creates a backend for firewalld's rich rules. Linux.</summary>
    /// <param name="runner">Starts <c>firewall-cmd</c>.</param>
    /// <param name="options">The zone and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Firewalld(ICommandRunner runner, FirewalldOptions? options = null, TimeProvider? time = null) =>
        new FirewalldBackend(options ?? new FirewalldOptions(), NotNull(runner), time ?? TimeProvider.System);

    /// <summary>Creates a backend for firewalld with two sets, for large lists. Linux.</summary>
    /// <param name="runner">Starts <c>firewall-cmd</c>.</param>
    /// <param name="options">The sets, the zone and the backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend FirewalldIpset(
        ICommandRunner runner,
        FirewalldIpsetOptions? options = null,
        TimeProvider? time = null
    ) => new FirewalldIpsetBackend(options ?? new FirewalldIpsetOptions(), NotNull(runner), time ?? TimeProvider.System);

    /// <summary>Creates a backend for blackhole routes. Linux.</summary>
    /// <param name="runner">Starts <c>ip</c>.</param>
    /// <param name="options">The routes' mark and the backend's name.</param>
    public static IFirewallBackend NullRoute(ICommandRunner runner, NullRouteOptions? options = null) =>
        new NullRouteBackend(options ?? new NullRouteOptions(), NotNull(runner));

    /// <summary>Creates a backend for the deny file of TCP wrappers.</summary>
    /// <param name="options">The file and the backend's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="files">The file system of the file; null for this host's.</param>
    /// <param name="native">That file system's native features; null for <see cref="NativeFiles.For"/> it.</param>
    public static IFirewallBackend HostsDeny(
        HostsDenyOptions? options = null,
        TimeProvider? time = null,
        IFileSystem? files = null,
        INativeFiles? native = null
    )
    {
        var system = files ?? new FileSystem();
        return new HostsDenyBackend(options ?? new HostsDenyOptions(), system, native ?? NativeFiles.For(system, time));
    }

    /// <summary>Creates a backend for a table of pf. FreeBSD, OpenBSD, macOS.</summary>
    /// <param name="runner">Starts <c>pfctl</c>.</param>
    /// <param name="options">The table and the backend's name.</param>
    public static IFirewallBackend Pf(ICommandRunner runner, PfOptions? options = null) =>
        new PfBackend(options ?? new PfOptions(), NotNull(runner), HostSystems.Current);

    /// <summary>Creates a backend for a table of ipfw. FreeBSD.</summary>
    /// <param name="runner">Starts <c>ipfw</c>.</param>
    /// <param name="options">The table and the backend's name.</param>
    public static IFirewallBackend Ipfw(ICommandRunner runner, IpfwOptions? options = null) =>
        new IpfwBackend(options ?? new IpfwOptions(), NotNull(runner), HostSystems.Current);

    /// <summary>Creates a backend for rules of IP Filter. FreeBSD, NetBSD, Solaris.</summary>
    /// <param name="runner">Starts <c>ipf</c>.</param>
    /// <param name="options">The backend's name.</param>
    public static IFirewallBackend Ipfilter(ICommandRunner runner, IpfilterOptions? options = null) =>
        new IpfilterBackend(options ?? new IpfilterOptions(), NotNull(runner), HostSystems.Current);

    /// <summary>Creates a backend for a table of npf. NetBSD.</summary>
    /// <param name="runner">Starts <c>npfctl</c>.</param>
    /// <param name="options">The table and the backend's name.</param>
    public static IFirewallBackend Npf(ICommandRunner runner, NpfOptions? options = null) =>
        new NpfBackend(options ?? new NpfOptions(), NotNull(runner), HostSystems.Current);

    /// <summary>Creates a backend for null routes. BSD systems and macOS.</summary>
    /// <param name="runner">Starts <c>route</c>.</param>
    /// <param name="options">The backend's name.</param>
    public static IFirewallBackend BsdRoute(ICommandRunner runner, BsdRouteOptions? options = null) =>
        new BsdRouteBackend(options ?? new BsdRouteOptions(), NotNull(runner), HostSystems.Current);

    /// <summary>Creates a backend for rules of the Windows firewall.</summary>
    /// <param name="runner">Starts <c>netsh</c>.</param>
    /// <param name="options">The backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend Netsh(ICommandRunner runner, NetshOptions? options = null, TimeProvider? time = null) =>
        new NetshBackend(options ?? new NetshOptions(), NotNull(runner), time ?? TimeProvider.System, HostSystems.WhyNotWindows("netsh"));

    /// <summary>Creates a backend for null routes of Windows.</summary>
    /// <param name="runner">Starts <c>route</c>.</param>
    /// <param name="options">The target of the routes and the backend's name.</param>
    public static IFirewallBackend WindowsRoute(ICommandRunner runner, WindowsRouteOptions? options = null) =>
        new WindowsRouteBackend(options ?? new WindowsRouteOptions(), NotNull(runner), HostSystems.WhyNotWindows("route"));

    /// <summary>Creates a backend for IP security filters of AIX.</summary>
    /// <param name="runner">Starts the programs.</param>
    /// <param name="options">The backend's name.</param>
    /// <param name="time">The clock.</param>
    public static IFirewallBackend AixIpsec(ICommandRunner runner, AixIpsecOptions? options = null, TimeProvider? time = null) =>
        new AixIpsecBackend(options ?? new AixIpsecOptions(), NotNull(runner), time ?? TimeProvider.System, HostSystems.Current);

    private static ICommandRunner NotNull(ICommandRunner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        return runner;
    }
}
