using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.NullRoute;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers blackhole routes of Linux.</summary>
public static class NullRouteExtensions
{
    /// <summary>Blocks addresses with blackhole routes, which stop the answers to them. Linux, as root or with
    /// <c>CAP_NET_ADMIN</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How the routes are marked, under what name, and where they stand.</param>
    /// <param name="executables">
    /// Further executables that mean it, besides its name with and without <c>.sh</c>; <see cref="StockNames.AddressBlocking"/> makes it
    /// the firewall of a stock configuration.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddNullRoute(
        this ActiveResponseBuilder builder,
        NullRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NullRouteOptions();
        return builder.AddFirewall(
            provider => FirewallBackends.NullRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            [.. executables, settings.Name, settings.Name + ".sh"]
        );
    }
}
