using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody's saved rules bring back while the engine runs, and rules of others by which packets pass.</summary>
public sealed class SavedRuleSetTests
{
    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    [Theory]
    [InlineData("nftables", IptablesVariant.Nft)]
    [InlineData("iptables", IptablesVariant.Nft)]
    [InlineData("iptables", IptablesVariant.Legacy)]
    [InlineData("ipset", IptablesVariant.Nft)]
    [InlineData("ipset", IptablesVariant.Legacy)]
    public async Task A_block_that_was_lifted_and_comes_back_is_taken_out(string firewall, IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: firewall == "ipset");
        await using var host = Host(lab, firewall);
        await BlockAsync(host, firewall, "203.0.113.9", "203.0.113.10", "2001:db8::9");
        using var saved = new TemporaryFile(await SaveAsync(lab, firewall));
        await host.Engine.LiftAllAsync();
        (await OursAsync(lab, firewall)).Should().NotContain("203.0.113.9").And.NotContain("2001:db8::9");

        await RestoreAsync(lab, firewall, saved.Path);
        (await OursAsync(lab, firewall)).Should().Contain("203.0.113.9").And.Contain("203.0.113.10");
        await CheckAsync(host);

        (await OursAsync(lab, firewall)).Should().NotContain("203.0.113.").And.NotContain("2001:db8::9");
        (await host.Engine.ListAsync()).Should().BeEmpty();
        host.Log.Texts(410).Should().ContainSingle();
    }

    [Theory]
    [InlineData("iptables", IptablesVariant.Nft)]
    [InlineData("iptables", IptablesVariant.Legacy)]
    [InlineData("ipset", IptablesVariant.Nft)]
    public async Task An_entry_whose_own_comment_says_that_it_has_ended_is_taken_out_beside_blocks_that_stay(
        string firewall,
        IptablesVariant variant
    )
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: firewall == "ipset");
        await using var host = Host(lab, firewall);
        await BlockAsync(host, firewall, "203.0.113.9");
        const string Ended = "active-response until=1000000000";
        await (
            firewall == "ipset"
                ? lab.Net.Firewall.ExecAsync("ipset", "add", "active_response4", "203.0.113.77", "timeout", "3600", "comment", Ended)
                : lab.RunAsync("iptables", "-A", "active_response", "-s", "203.0.113.77", "-m", "comment", "--comment", Ended, "-j", "DROP")
        );

        await CheckAsync(host);

        (await OursAsync(lab, firewall)).Should().Contain("203.0.113.9").And.NotContain("203.0.113.77");
    }

    [Theory]
    [InlineData("iptables", IptablesVariant.Nft, "-s 203.0.113.0/24 -j ACCEPT")]
    [InlineData("iptables", IptablesVariant.Legacy, "-s 203.0.113.9 -j ACCEPT")]
    [InlineData("ipset", IptablesVariant.Nft, "-p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("ipset", IptablesVariant.Legacy, "-s 203.0.113.0/24 -j ACCEPT")]
    public async Task A_rule_that_accepts_before_ours_is_told_once_and_left_alone(string firewall, IptablesVariant variant, string rule)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: firewall == "ipset");
        await using var host = Host(lab, firewall);
        await BlockAsync(host, firewall, "203.0.113.9");
        await lab.RunAsync("iptables", ["-I", "INPUT", "1", "-s", "198.51.100.0/24", "-j", "ACCEPT"]);
        await lab.RunAsync("iptables", ["-I", "INPUT", "1", "-i", "lo", "-j", "ACCEPT"]);
        await CheckAsync(host);
        host.Log.Texts(411).Should().BeEmpty("no packet of a blocked address passes by these");

        await lab.RunAsync("iptables", ["-I", "INPUT", "1", .. rule.Split(' ')]);
        var rules = await lab.RulesAsync();
        await CheckAsync(host);
        await CheckAsync(host);

        host.Log.Texts(411)
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"1 entries of '{firewall}' are in place, but their packets still pass: the rule '")
            .And.EndWith("-j ACCEPT' of INPUT comes before our jump");
        (await lab.RulesAsync()).Should().Be(rules);
    }

    [Theory]
    [InlineData("iptables")]
    [InlineData("ipset")]
    public async Task A_dormant_table_of_the_administrator_is_told(string firewall)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: firewall == "ipset");
        await using var host = Host(lab, firewall);
        await BlockAsync(host, firewall, "203.0.113.9");
        await lab.Net.Firewall.NftAsync("add table ip filter { flags dormant; }");

        await CheckAsync(host);

        host.Log.Texts(411)
            .Should()
            .ContainSingle()
            .Which.Should()
            .EndWith("the table ip filter is dormant (nft add table ip filter wakes it)");
    }

    [Fact]
    public async Task A_dormant_table_of_ours_is_woken_at_a_start()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft);
        await using var host = Host(lab, "nftables");
        await BlockAsync(host, "nftables", "203.0.113.9");
        await lab.Net.Firewall.NftAsync("add table inet active_response { flags dormant; }");

        using var backend = new NftablesBackend(new NftablesOptions(), lab.Net.Firewall, host.Clock);
        var probe = await backend.ProbeAsync(CancellationToken.None);
        probe.IsUsable.Should().BeTrue(probe.Reason);
        await host.StartAnewAsync();

        (await OursAsync(lab, "nftables")).Should().Contain("203.0.113.9").And.Contain("@hosts4 drop").And.NotContain("dormant");
        (await host.Engine.ListAsync()).Should().ContainSingle();
    }

    private static RestartHost Host(IptablesLab lab, string firewall) =>
        new(builder =>
        {
            builder.UseCommandRunner(_ => lab.Net.Firewall).ConfigureExecution(static options => options.DriftCheckInterval = Interval);
            _ = firewall switch
            {
                "iptables" => builder.AddIptables(lab.Options),
                "ipset" => builder.AddIpset(lab.Ipset),
                _ => builder.AddFirewall(provider => new NftablesBackend(
                    new NftablesOptions(),
                    lab.Net.Firewall,
                    provider.GetRequiredService<TimeProvider>()
                )),
            };
        });

    private static async Task BlockAsync(RestartHost host, string firewall, params string[] addresses)
    {
        await host.Engine.StartAsync();
        foreach (var address in addresses)
        {
            (await host.Engine.ApplyAsync(firewall, Some.Address(address), TimeSpan.FromHours(1)))
                .Outcome.Should()
                .Be(ActiveResponse.Responders.ActionOutcome.Applied);
        }
    }

    private static Task<string> SaveAsync(IptablesLab lab, string firewall) =>
        firewall switch
        {
            "nftables" => PrefixedAsync("flush ruleset\n", lab.Net.Firewall.ExecAsync("nft", "list", "ruleset")),
            "ipset" => lab.Net.Firewall.ExecAsync("ipset", "save"),
            _ => lab.Net.Firewall.ExecAsync($"iptables-{Word(lab)}-save"),
        };

    private static Task RestoreAsync(IptablesLab lab, string firewall, string file) =>
        firewall switch
        {
            "nftables" => lab.Net.Firewall.ExecAsync("nft", "-f", file),
            "ipset" => lab.Net.Firewall.ExecAsync("ipset", "restore", "-exist", "-file", file),
            _ => lab.Net.Firewall.ExecAsync($"iptables-{Word(lab)}-restore", file),
        };

    private static async Task<string> OursAsync(IptablesLab lab, string firewall) =>
        firewall switch
        {
            "nftables" => await lab.Net.Firewall.ExecAsync("nft", "list", "ruleset"),
            "ipset" => await lab.Net.Firewall.ExecAsync("ipset", "save"),
            _ => await lab.RulesAsync(),
        };

    private static async Task<string> PrefixedAsync(string prefix, Task<string> text) => prefix + await text;

    private static string Word(IptablesLab lab) => lab.Variant == IptablesVariant.Nft ? "nft" : "legacy";

    private static async Task CheckAsync(RestartHost host)
    {
        await host.Clock.TimerOf(Interval);
        host.Clock.Advance(Interval);
        await host.Clock.TimerOf(Interval);
        await host.Engine.DrainAsync();
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
