using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Null-routes addresses on Windows, so they get no replies; their packets still arrive.</summary>
/// <param name="options">The gateway and the metric.</param>
/// <param name="runner">Runs route.</param>
/// <param name="obstacle">Why this host can't have it, or null.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
internal sealed class WindowsRouteBackend(WindowsRouteOptions options, ICommandRunner runner, string? obstacle)
    : SharedPlaceBackend(
        options.Name,
        $"windows-route:{options.Gateway}",
        EndsLiveFlows,
        otherSystem: null,
        new NowhereRoutes(new FirewallProgram(runner, "route"), Valid(options).GatewayAddress, options.Metric),
        obstacle
    )
{
    private static WindowsRouteOptions Valid(WindowsRouteOptions options)
    {
        options.Validate();
        return options;
    }
}
