using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Npf;

public sealed class NpfConformanceTests : SharedPlaceConformance
{
    private readonly NpfStandIn _host = new();

    private protected override StandIn Host => _host;

    private protected override IFirewallBackend Make(ICommandRunner runner) => new NpfBackend(new NpfOptions(), runner, HostSystem.NetBsd);

    private protected override CommandResult Block(AddressPrefix address) => _host.Type($"npfctl table ossec_blacklist add {address}");
}
