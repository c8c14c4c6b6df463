using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfw;

public sealed class IpfwConformanceTests : SharedPlaceConformance
{
    private readonly IpfwStandIn _host = new();

    private protected override StandIn Host => _host;

    private protected override IFirewallBackend Make(ICommandRunner runner) =>
        new IpfwBackend(new IpfwOptions(), runner, HostSystem.FreeBsd);

    private protected override CommandResult Block(AddressPrefix address) => _host.Type($"ipfw table 1 add {address}");
}
