using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.BsdRoute;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers null routes of BSD and macOS.</summary>
public static class BsdRouteExtensions
{
    /// <summary>
    /// Swallows what is sent to addresses by null routes. FreeBSD, OpenBSD, NetBSD and macOS, as root. It means <c>route-null</c> and
    /// <c>route-null.sh</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Under what name.</param>
    /// <param name="executables">Further executables that mean it; <see cref="StockNames.AddressBlocking"/> makes it the firewall of a
    /// stock configuration.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddBsdRoute(
        this ActiveResponseBuilder builder,
        BsdRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new BsdRouteOptions();
        return builder.AddFirewall(
            provider => FirewallBackends.BsdRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            [.. executables, .. StockExecutables.FilesOf("route-null").Where(static file => !ScriptName.IsForWindows(file))]
        );
    }
}
