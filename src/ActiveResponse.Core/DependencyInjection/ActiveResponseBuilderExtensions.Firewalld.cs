using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.NullRoute;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <content>firewalld and null routes.</content>
public static partial class ActiveResponseBuilderExtensions
{
    /// <summary>Blocks addresses with rich rules of firewalld, as <c>firewalld-drop</c> of OSSEC and Wazuh does. For up to some hundred
    /// blocks.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which zone, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddFirewalld(
        this ActiveResponseBuilder builder,
        FirewalldOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewalldOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Firewalld(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            settings.Name,
            settings.Name + ".sh"
        );
    }

    /// <summary>Blocks addresses with two sets of firewalld that a zone takes packets from: for large lists. The first block reloads
    /// firewalld once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which sets and zone, under what name, and when firewalld may be reloaded.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddFirewalldIpset(
        this ActiveResponseBuilder builder,
        FirewalldIpsetOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewalldIpsetOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.FirewalldIpset(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }

    /// <summary>Blocks addresses with blackhole routes, which stop the answers to them. Linux, as root or with
    /// <c>CAP_NET_ADMIN</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How the routes are marked, under what name, and where they stand.</param>
    /// <param name="executables">
    /// Further executables that mean it, besides its name with and without <c>.sh</c>; <see cref="StockNames.AddressBlocking"/> makes it
    /// the firewall of a stock configuration.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddNullRoute(
        this ActiveResponseBuilder builder,
        NullRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NullRouteOptions();
        settings.Check();
        return builder.AddFirewall(
            provider => FirewallBackends.NullRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            [.. executables, settings.Name, settings.Name + ".sh"]
        );
    }
}
