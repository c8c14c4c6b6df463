using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfilter;

/// <summary>IPv4 only, and an ipf that answers 0 whatever the kernel says.</summary>
public class IpfilterConformanceTests : SharedPlaceConformance
{
    private readonly IpfilterStandIn _host = new();

    private protected override StandIn Host => _host;

    private protected virtual IpfilterOptions Options => new();

    private protected IpfilterStandIn Ipfilter => _host;

    private protected override IFirewallBackend Make(ICommandRunner runner) => new IpfilterBackend(Options, runner, HostSystem.Solaris);

    private protected override CommandResult Block(AddressPrefix address) =>
        _host.Type("ipf -f -", $"block out quick from any to {address}\nblock in quick from {address} to any\n");
}

/// <summary>Both families, and an ipf whose exit code counts.</summary>
public sealed class IpfilterVersion5ConformanceTests : IpfilterConformanceTests
{
    public IpfilterVersion5ConformanceTests() => Ipfilter.IsVersion5 = true;

    private protected override IpfilterOptions Options => new() { IPv6 = true };
}
