using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Netsh;

public sealed class NetshConformanceTests : FirewallBackendConformance, IDisposable
{
    private readonly NetshStandIn _windows = new();
    private readonly LockFolder _lock = new();

    public void Dispose() => _lock.Dispose();

    protected override ValueTask<IFirewallBackend> CreateAsync()
    {
        var options = new NetshOptions { LockFile = _lock.File, LockTimeout = TimeSpan.FromMinutes(5) };
        return ValueTask.FromResult<IFirewallBackend>(new NetshBackend(options, _windows, TimeProvider.System, obstacle: null));
    }

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult(_windows.Text);

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        _windows.AddRule("Administrator", "in", "block", $"{address}/32");
        return ValueTask.FromResult(true);
    }

    protected override ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        _windows.Refused = $"{bad}/32";
        return CreateAsync()!;
    }
}
