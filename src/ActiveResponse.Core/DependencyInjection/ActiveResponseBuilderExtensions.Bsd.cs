using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <content>The packet filters of BSD systems, macOS and Solaris.</content>
public static partial class ActiveResponseBuilderExtensions
{
    /// <summary>Blocks addresses with ipfw, in a lookup table. FreeBSD, as root. It means <c>ipfw(.sh)</c> and
    /// <c>ipfw_mac(.sh)</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddIpfw(
        this ActiveResponseBuilder builder,
        IpfwOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IpfwOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Ipfw(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("ipfw", "ipfw_mac")]
        );
    }

    /// <summary>Blocks addresses with pf, in a table that <c>pf.conf</c> has. OpenBSD, FreeBSD and macOS, as root. It means <c>pf</c> and
    /// <c>pf.sh</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name, and whether open connections end.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddPf(
        this ActiveResponseBuilder builder,
        PfOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new PfOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Pf(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("pf")]
        );
    }

    /// <summary>Blocks addresses with IP Filter, by rules as OSSEC makes them. FreeBSD, NetBSD and Solaris, as root.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Under what name, and whether IPv6 is blocked.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddIpfilter(
        this ActiveResponseBuilder builder,
        IpfilterOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IpfilterOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Ipfilter(provider.GetRequiredService<ICommandRunner>(), settings),
            executables
        );
    }

    /// <summary>Blocks addresses with npf, in a table that <c>npf.conf</c> has. NetBSD, as root. It means <c>npf</c> and
    /// <c>npf.sh</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddNpf(
        this ActiveResponseBuilder builder,
        NpfOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NpfOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Npf(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("npf")]
        );
    }

    /// <summary>
    /// Swallows what is sent to addresses by null routes. FreeBSD, OpenBSD, NetBSD and macOS, as root. It means <c>route-null</c> and
    /// <c>route-null.sh</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Under what name.</param>
    /// <param name="executables">Further executables that mean it; <see cref="StockNames.AddressBlocking"/> makes it the firewall of a
    /// stock configuration.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddBsdRoute(
        this ActiveResponseBuilder builder,
        BsdRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new BsdRouteOptions();
        settings.Check();
        return builder.AddFirewall(
            provider => FirewallBackends.BsdRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            [.. executables, .. StockExecutables.FilesOf("route-null").Where(static file => !ScriptName.IsForWindows(file))]
        );
    }
}
