using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.AixIpsec;

public sealed class AixIpsecConformanceTests : FirewallBackendConformance, IDisposable
{
    private readonly AixIpsecStandIn _aix = new();
    private readonly LockFolder _lock = new();

    // Each entry takes a run.
    protected override int LargeBatch => 1_000;

    public void Dispose() => _lock.Dispose();

    protected override ValueTask<IFirewallBackend> CreateAsync()
    {
        var options = new AixIpsecOptions { LockFile = _lock.File, LockTimeout = TimeSpan.FromMinutes(5) };
        return ValueTask.FromResult<IFirewallBackend>(new AixIpsecBackend(options, _aix, TimeProvider.System, HostSystem.Aix));
    }

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult($"{_aix.Text}\nactive:\n{_aix.Active}");

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        _aix.AddRule("deny", address.ToString(), "255.255.255.255", "Administrator");
        return ValueTask.FromResult(true);
    }

    protected override ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        _aix.Refused = bad.ToString();
        return CreateAsync()!;
    }
}
