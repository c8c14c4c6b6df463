using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <content>The choice of a firewall.</content>
public static partial class ActiveResponseBuilderExtensions
{
    /// <summary>Blocks addresses with the best firewall of this host: <c>firewall-drop</c> of a stock configuration.</summary>
    /// <remarks>
    /// At start each firewall of this system is looked at, and the first that can be used gets the blocks; the log says which and why not
    /// the others. A block that it can't express or that fails goes to the next. What was blocked is taken back where it was put, also
    /// after another choice.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which to use, under what name.</param>
    /// <param name="executables">The executables that mean it. Default: <see cref="StockNames.PacketFiltering"/>.</param>
    public static ActiveResponseBuilder AddFirewallDrop(
        this ActiveResponseBuilder builder,
        FirewallDropOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewallDropOptions();
        settings.Check();
        builder.Services.TryAddSingleton(provider => new FirewallSelection(
            [.. provider.GetServices<FirewallCandidate>().Select(static candidate => candidate.Backend), .. StockFirewallsOf(provider)],
            StockFirewalls.ByNameOnly(HostSystems.Current),
            settings,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FirewallSelection>>(),
            provider.GetService<PlaceKeeper>()
        ));
        var names = executables.ToArray();
        return builder.AddResponder(
            provider => new FirewallDropResponder(
                provider.GetRequiredService<FirewallSelection>(),
                settings,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<PlaceKeeper>()
            ),
            names.Length == 0 ? StockNames.PacketFiltering : names
        );
    }

    /// <summary>
    /// Adds what the stock executables of OSSEC and Wazuh do on this system: <see cref="AddFirewallDrop"/> for its packet filters, TCP
    /// wrappers for <c>host-deny</c>, and null routes for <c>route-null</c>. Accounts are locked only with <see cref="AddDisableAccount"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which packet filter to use, under what name.</param>
    public static ActiveResponseBuilder AddStockResponders(this ActiveResponseBuilder builder, FirewallDropOptions? options = null)
    {
        builder.AddFirewallDrop(options);
        if (OperatingSystem.IsLinux())
        {
            builder.AddHostsDeny(executables: StockNames.HostDenying);
        }

        return HostSystems.Current switch
        {
            HostSystem.Windows => builder.AddWindowsRoute(executables: StockNames.NullRouting),
            HostSystem.Linux => builder.AddNullRoute(executables: StockNames.NullRouting),
            HostSystem.FreeBsd or HostSystem.OpenBsd or HostSystem.NetBsd or HostSystem.MacOs => builder.AddBsdRoute(
                executables: StockNames.NullRouting
            ),
            _ => builder,
        };
    }

    /// <summary>Adds a firewall that <see cref="AddFirewallDrop"/> prefers to the built-in ones, as soon as it can be used.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="backend">Makes the firewall.</param>
    public static ActiveResponseBuilder AddFirewallCandidate(
        this ActiveResponseBuilder builder,
        Func<IServiceProvider, IFirewallBackend> backend
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(backend);
        builder.Services.AddSingleton(provider => new FirewallCandidate(backend(provider)));
        return builder;
    }

    private static IEnumerable<IFirewallBackend> StockFirewallsOf(IServiceProvider provider)
    {
        var system = HostSystems.Current;
        var (runner, clock) = (provider.GetRequiredService<ICommandRunner>(), provider.GetRequiredService<TimeProvider>());
        return StockFirewalls
            .NamesOf(system)
            .Concat(StockFirewalls.ByNameOnly(system))
            .Select(name => StockFirewalls.Make(name, system, runner, clock));
    }
}
