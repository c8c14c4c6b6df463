using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public sealed class HostsDenyConformanceTests : FirewallBackendConformance, IDisposable
{
    private readonly HostsDenyFixture _host = new() { Text = "# the administrator's\nsshd: .example.org\n" };

    public void Dispose() => _host.Dispose();

    protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult<IFirewallBackend>(_host.Backend());

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult($"{string.Join(' ', Directory.GetFileSystemEntries(_host.Folder).Order())}\n{_host.Text}");

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        _host.Text += $"ALL:{address}\n";
        return ValueTask.FromResult(true);
    }
}
