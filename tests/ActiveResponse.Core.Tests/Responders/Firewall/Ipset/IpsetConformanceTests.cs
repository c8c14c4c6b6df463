using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Responders.Firewall.Iptables;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset;

public sealed class IpsetNftConformanceTests() : IpsetConformance(IptablesVariant.Nft);

public sealed class IpsetLegacyConformanceTests() : IpsetConformance(IptablesVariant.Legacy);

public abstract class IpsetConformance(IptablesVariant variant) : FirewallBackendConformance, IDisposable
{
    private IptablesLab? _lab;

    // Ends are kept in whole seconds, and a busy machine may take its time between an add and its listing. The ends in these tests are
    // minutes apart.
    protected override TimeSpan Precision => TimeSpan.FromSeconds(30);

    public void Dispose() => _lab?.Dispose();

    protected override async ValueTask<IFirewallBackend> CreateAsync() => Backend(await LabAsync());

    protected override async ValueTask<string> DescribeHostAsync()
    {
        var lab = await LabAsync();
        var sets = await lab.Net.Firewall.ExecAsync("ipset", "save", "-sorted");
        return await lab.RulesAsync() + Regex.Replace(sets, @" timeout [1-9]\d* comment| hashsize \d+| initval \w+", "");
    }

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        var lab = await LabAsync();
        await lab.Net.Firewall.ExecAsync("ipset", "create", "blocked", "hash:net");
        await lab.Net.Firewall.ExecAsync("ipset", "add", "blocked", address.ToString());
        await lab.RunAsync("iptables", "-A", "INPUT", "-m", "set", "--match-set", "blocked", "src", "-j", "DROP");
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var lab = await LabAsync();
        lab.Net.Firewall.Intercept = (command, run) => run(IptablesLab.Spoil(command, bad.ToString()));
        return Backend(lab);
    }

    private protected virtual IpsetBackend Backend(IptablesLab lab) => new(lab.Ipset, lab.Net.Firewall, TimeProvider.System);

    private async Task<IptablesLab> LabAsync() => _lab ??= await IptablesLab.MakeAsync(variant, withIpset: true);
}
