using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Iptables;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody does to iptables and to sets of ipset while the engine runs.</summary>
public sealed class IptablesDriftTests
{
    private const string Jump = "-m comment --comment active-response -j active_response";
    private const string SetJump = "-m comment --comment active-response -j active_response_set";

    [Theory]
    [InlineData(IptablesVariant.Nft, "-F", DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Legacy, "-F", DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Nft, "-F active_response", DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Legacy, "-D active_response 7", 1)]
    public async Task Rules_that_are_gone_come_back(IptablesVariant variant, string damage, int gone) =>
        await RulesAsync(variant, new IptablesOptions(), gone, lab => lab.RunAsync("iptables", damage.Split(' ')));

    [Theory]
    [InlineData(IptablesVariant.Nft, "-F INPUT", DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Legacy, "-F INPUT", DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Nft, "-D INPUT " + Jump, DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Legacy, "-D INPUT " + Jump, DriftScene.Hosts4)]
    [InlineData(IptablesVariant.Nft, "-D FORWARD " + Jump, DriftScene.Hosts4)]
    public async Task Rules_that_packets_do_not_come_to_refuse_nobody_and_packets_come_to_them_again(
        IptablesVariant variant,
        string damage,
        int gone
    ) => await RulesAsync(variant, new IptablesOptions(), gone, lab => lab.RunAsync("iptables", damage.Split(' ')));

    [Fact]
    public async Task Rules_that_lead_to_an_answer_nobody_gives_any_more_are_noticed() =>
        await RulesAsync(
            IptablesVariant.Nft,
            new IptablesOptions { Refusal = IptablesRefusal.Reject },
            DriftScene.Hosts4,
            static lab => lab.RunAsync("iptables", "-F", "active_response_rej")
        );

    [Fact]
    public async Task Of_both_families_each_is_looked_at() =>
        await RulesAsync(IptablesVariant.Nft, new IptablesOptions(), 1, static lab => lab.RunAsync("ip6tables", "-D", "INPUT", "1"));

    [Theory]
    [InlineData("flush active_response4", DriftScene.Hosts4)]
    [InlineData("del active_response4 203.0.113.7", 1)]
    public async Task Elements_of_a_set_that_are_gone_come_back(string damage, int gone) =>
        await SetsAsync(IptablesVariant.Nft, gone, lab => lab.Net.Firewall.ExecAsync(["ipset", .. damage.Split(' ')]));

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task A_set_that_was_destroyed_comes_back_with_its_rule(IptablesVariant variant) =>
        await SetsAsync(
            variant,
            DriftScene.Hosts4,
            static async lab =>
            {
                await lab.RunAsync("iptables", "-F");
                await lab.RunAsync("iptables", "-X");
                await lab.DestroyAsync("active_response4");
            }
        );

    [Theory]
    [InlineData(IptablesVariant.Nft, "-F")]
    [InlineData(IptablesVariant.Nft, "-F active_response_set")]
    [InlineData(IptablesVariant.Legacy, "-F active_response_set")]
    [InlineData(IptablesVariant.Legacy, "-D INPUT " + SetJump)]
    public async Task A_set_that_no_rule_looks_into_refuses_nobody_and_gets_its_rule_back(IptablesVariant variant, string damage) =>
        await SetsAsync(variant, DriftScene.Hosts4, lab => lab.RunAsync("iptables", damage.Split(' ')));

    private static async Task RulesAsync(IptablesVariant variant, IptablesOptions settings, int gone, Func<IptablesLab, Task> damage)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        var options = settings with { Variant = variant, LockFile = lab.LockFile, Wait = lab.Options.Wait };
        await AdministratorAsync(lab);
        await using var scene = new DriftScene("iptables", lab.Net.Firewall, builder => builder.AddIptables(options))
        {
            Ours = async () => await OursAsync(lab),
            Theirs = async () => await TheirsAsync(lab),
            Other = clock => new IptablesBackend(options, lab.Net.Firewall, clock),
        };

        await scene.RunAsync(gone, mostRuns: 3, () => damage(lab));
    }

    private static async Task SetsAsync(IptablesVariant variant, int gone, Func<IptablesLab, Task> damage)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: true);
        await AdministratorAsync(lab);
        await lab.Net.Firewall.ExecAsync("ipset", "create", "admin", "hash:net");
        await lab.Net.Firewall.ExecAsync("ipset", "add", "admin", "198.51.100.7");
        await using var scene = new DriftScene("ipset", lab.Net.Firewall, builder => builder.AddIpset(lab.Ipset))
        {
            Ours = async () => await OursAsync(lab) + await SavedAsync(lab, "active_response"),
            Theirs = async () => await TheirsAsync(lab) + await SavedAsync(lab, "admin"),
            Other = clock => new IpsetBackend(lab.Ipset, lab.Net.Firewall, clock),
        };

        await scene.RunAsync(gone, mostRuns: 6, () => damage(lab));
    }

    private static async Task AdministratorAsync(IptablesLab lab)
    {
        await lab.RunAsync("iptables", "-A", "OUTPUT", "-d", "198.51.100.7", "-j", "DROP");
        await lab.RunAsync("iptables", "-A", "INPUT", "-s", "198.51.100.7", "-j", "DROP");
    }

    private static async Task<string> OursAsync(IptablesLab lab) =>
        Lines(await lab.RulesAsync(), static line => line.Contains("active", StringComparison.Ordinal));

    private static async Task<string> TheirsAsync(IptablesLab lab) =>
        Lines(await lab.RulesAsync(), static line => line.Contains("198.51.100.7", StringComparison.Ordinal));

    private static async Task<string> SavedAsync(IptablesLab lab, string set) =>
        Lines(
            await lab.Net.Firewall.ExecAsync("ipset", "save", "-sorted"),
            line => line.Contains($" {set}", StringComparison.Ordinal) && line.StartsWith("add", StringComparison.Ordinal),
            static line => System.Text.RegularExpressions.Regex.Replace(line, @" timeout \d+", "")
        );

    private static string Lines(string text, Func<string, bool> take, Func<string, string>? change = null) =>
        string.Concat(text.Split('\n').Where(take).Select(line => (change?.Invoke(line) ?? line) + "\n"));
}
