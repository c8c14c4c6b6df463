using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.BsdRoute;

/// <summary>A route whose exit code counts.</summary>
public class BsdRouteConformanceTests : SharedPlaceConformance
{
    private readonly RouteStandIn _host = new();

    private protected override StandIn Host => _host;

    private protected RouteStandIn Route => _host;

    private protected override IFirewallBackend Make(ICommandRunner runner) =>
        new BsdRouteBackend(new BsdRouteOptions(), runner, HostSystem.FreeBsd);

    private protected override CommandResult Block(AddressPrefix address) => _host.Type($"route add -host {address} 127.0.0.1 -blackhole");
}

/// <summary>A route that answers 0 always, and a netstat that abbreviates.</summary>
public sealed class MacRouteConformanceTests : BsdRouteConformanceTests
{
    public MacRouteConformanceTests() => Route.IsMac = true;
}
