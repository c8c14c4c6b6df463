using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>Sets over D-Bus.</summary>
public sealed class FirewalldIpsetBusConformanceTests(FirewalldLab lab) : FirewalldIpsetConformanceTests(lab), IDisposable
{
    private BusRelay? _relay;

    protected override async ValueTask<IFirewallBackend> CreateAsync()
    {
        var lab = await LabAsync();
        return new FirewalldIpsetBackend(Options, lab.Space, TimeProvider.System, lab.Connect());
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var lab = await LabAsync();

        // A text on D-Bus ends with a zero.
        _relay = new BusRelay(lab.BusPath) { Change = ($"\0{bad}\0", $"\0{bad}"[..^1] + "x\0") };
        return new FirewalldIpsetBackend(
            Options,
            lab.Space,
            TimeProvider.System,
            new FirewalldBus(() => _relay.Address, TimeProvider.System)
        );
    }

    public void Dispose() => _relay?.Dispose();
}
