using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.WindowsRoute;

public sealed class WindowsRouteConformanceTests : FirewallBackendConformance
{
    private readonly WindowsRouteStandIn _windows = new();

    // Each entry takes a run.
    protected override int LargeBatch => 1_000;

    protected override ValueTask<IFirewallBackend> CreateAsync() =>
        ValueTask.FromResult<IFirewallBackend>(new WindowsRouteBackend(new WindowsRouteOptions(), _windows, obstacle: null));

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult(_windows.Text);

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        _windows.AddRoute(address.ToString(), "255.255.255.255", "0.0.0.0");
        return ValueTask.FromResult(true);
    }

    protected override ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        _windows.Refused = bad.ToString();
        return CreateAsync()!;
    }
}
