using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public sealed class HostsDenyConformanceTests() : HostsDenyConformance(isInMemory: false);

public sealed class HostsDenyInMemoryConformanceTests() : HostsDenyConformance(isInMemory: true);

public abstract class HostsDenyConformance(bool isInMemory) : FirewallBackendConformance, IDisposable
{
    private readonly HostsDenyFixture _host = new(isInMemory) { Text = "# the administrator's\nsshd: .example.org\n" };

    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult<IFirewallBackend>(_host.Backend());

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult($"{string.Join(' ', _host.All)}\n{_host.Text}");

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        _host.Text += $"ALL:{address}\n";
        return ValueTask.FromResult(true);
    }
}
