using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>Rich rules over D-Bus.</summary>
public sealed class FirewalldBusConformanceTests(FirewalldLab lab) : FirewalldConformanceTests(lab), IDisposable
{
    private BusRelay? _relay;

    protected override async ValueTask<IFirewallBackend> CreateAsync()
    {
        var lab = await LabAsync();
        return new FirewalldBackend(new FirewalldOptions(), lab.Space, lab.Connect());
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var lab = await LabAsync();
        _relay = new BusRelay(lab.BusPath) { Change = ($"'{bad}'", $"'{bad}'"[..^2] + "x'") };
        return new FirewalldBackend(new FirewalldOptions(), lab.Space, new FirewalldBus(() => _relay.Address, TimeProvider.System));
    }

    public void Dispose() => _relay?.Dispose();
}
