using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

public sealed class IptablesNftConformanceTests() : IptablesConformance(IptablesVariant.Nft);

/// <summary>The same where the kernel says by a number whether rules have changed.</summary>
public sealed class IptablesNetlinkConformanceTests() : IptablesConformance(IptablesVariant.Nft)
{
    private protected override IptablesBackend Backend(IptablesLab lab) =>
        new(lab.Options, lab.Net.Firewall, TimeProvider.System, lab.Net.Firewall.Netlink);
}

public sealed class IptablesLegacyConformanceTests() : IptablesConformance(IptablesVariant.Legacy);

/// <remarks>The host is described by <c>iptables-save</c>: iptables-nft leaves its empty built-in chains behind, as any run of it
/// does.</remarks>
public abstract class IptablesConformance(IptablesVariant variant) : FirewallBackendConformance, IDisposable
{
    private IptablesLab? _lab;

    public void Dispose() => _lab?.Dispose();

    protected override async ValueTask<IFirewallBackend> CreateAsync() => Backend(await LabAsync());

    protected override async ValueTask<string> DescribeHostAsync() => await (await LabAsync()).RulesAsync();

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        await (await LabAsync()).RunAsync("iptables", "-A", "INPUT", "-s", address.ToString(), "-j", "DROP");
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var lab = await LabAsync();
        lab.Net.Firewall.Intercept = (command, run) => run(IptablesLab.Spoil(command, bad.ToString()));
        return Backend(lab);
    }

    private protected virtual IptablesBackend Backend(IptablesLab lab) => new(lab.Options, lab.Net.Firewall, TimeProvider.System);

    private async Task<IptablesLab> LabAsync() => _lab ??= await IptablesLab.MakeAsync(variant);
}
