using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the choice of a firewall.</summary>
public static class FirewallDropExtensions
{
    /// <summary>Blocks addresses with the best firewall of this host: <c>firewall-drop</c> of a stock configuration.</summary>
    /// <remarks>At start each firewall of this system is probed, and the first usable one gets the blocks; the log names it and why the
    /// others can't be used. A block that it can't express, or that fails, goes to the next. Blocks are lifted where they were made, even
    /// after another choice.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The firewalls to use, and the responder's name.</param>
    /// <param name="executables">The executables bound to it. Default: <see cref="StockNames.PacketFiltering"/>.</param>
    public static ActiveResponseBuilder AddFirewallDrop(
        this ActiveResponseBuilder builder,
        FirewallDropOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewallDropOptions();
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

    /// <summary>Adds a firewall that <see cref="AddFirewallDrop"/> prefers to the built-in ones, as soon as it can be used.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="backend">Creates the firewall.</param>
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

    private static IEnumerable<IFirewallBackend> StockFirewallsOf(IServiceProvider provider) =>
        StockFirewalls.MakeAll(
            HostSystems.Current,
            provider.GetRequiredService<ICommandRunner>(),
            provider.GetRequiredService<TimeProvider>()
        );
}
