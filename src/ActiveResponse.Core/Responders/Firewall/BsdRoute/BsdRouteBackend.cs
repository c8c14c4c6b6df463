using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>Drops the replies to blocked addresses with blackhole routes. FreeBSD, OpenBSD, NetBSD, macOS.</summary>
internal sealed class BsdRouteBackend : SharedPlaceBackend
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public BsdRouteBackend(BsdRouteOptions options, ICommandRunner runner, HostSystem system)
        : base(
            options.Name,
            "route-null",
            IPv6 | Prefixes,
            HostSystems.WhyNot(
                system,
                "these null routes are those",
                HostSystem.FreeBsd,
                HostSystem.OpenBsd,
                HostSystem.NetBsd,
                HostSystem.MacOs
            ),
            new BlackholeRoutes(new FirewallProgram(runner, "route"), new FirewallProgram(runner, "netstat"))
        ) => options.Validate();
}
