using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers null routes of Windows.</summary>
public static class WindowsRouteExtensions
{
    /// <summary>Routes addresses to nowhere on Windows, so that nothing is answered to them. Windows, as an administrator; IPv4
    /// only.</summary>
    /// <remarks>It is also what <c>route-null.cmd</c>, <c>route-null.exe</c> and <c>win_route-null.cmd</c> mean.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The gateway and the metric.</param>
    /// <param name="executables">Further executables that mean it.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddWindowsRoute(
        this ActiveResponseBuilder builder,
        WindowsRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new WindowsRouteOptions();
        return builder.AddFirewall(
            provider => FirewallBackends.WindowsRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            executables.Union(StockExecutables.FilesOf("route-null", "win_route-null").Where(ScriptName.IsForWindows))
        );
    }
}
