using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Pf;

public sealed class PfConformanceTests : SharedPlaceConformance
{
    private readonly PfStandIn _host = new();

    private protected override StandIn Host => _host;

    private protected override IFirewallBackend Make(ICommandRunner runner) => new PfBackend(new PfOptions(), runner, HostSystem.OpenBsd);

    private protected override CommandResult Block(AddressPrefix address) => _host.Type($"pfctl -t ossec_fwtable -T add {address}");
}
