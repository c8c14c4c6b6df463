using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

public class XdpConformanceTests : FirewallBackendConformance, IDisposable
{
    private XdpLab? _lab;

    public void Dispose()
    {
        _lab?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async ValueTask<IFirewallBackend> CreateAsync() => (await LabAsync()).Backend();

    protected override async ValueTask<string> DescribeHostAsync() => await (await LabAsync()).DescribeAsync();

    private async Task<XdpLab> LabAsync() => _lab ??= await XdpLab.PairAsync();
}
