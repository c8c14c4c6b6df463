using System.Text.RegularExpressions;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Responders.Firewall;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody does to nftables while the engine runs.</summary>
public partial class NftablesDriftTests
{
    private const string Table = "table inet active_response";
    private const string Admin =
        "table inet admin { chain input { type filter hook input priority 0; policy accept; ip saddr 198.51.100.7 drop; }; }";

    [Theory]
    [InlineData("flush ruleset", DriftScene.All)]
    [InlineData("delete " + Table, DriftScene.All)]
    [InlineData("flush set inet active_response hosts4", DriftScene.Hosts4)]
    [InlineData("delete element inet active_response hosts4 { 203.0.113.7 }", 1)]
    public async Task Elements_that_are_gone_come_back(string damage, int gone) => await RunAsync(damage, gone);

    [Theory]
    [InlineData("flush table inet active_response", DriftScene.All)]
    [InlineData("delete chain inet active_response input_hosts4", DriftScene.Hosts4)]
    [InlineData("delete chain inet active_response forward_hosts4", DriftScene.Hosts4)]
    [InlineData("flush chain inet active_response input_hosts6", 1)]
    [InlineData(
        "flush chain inet active_response input_hosts4; add rule inet active_response input_hosts4 ip saddr @hosts4 tcp dport 22 drop",
        DriftScene.Hosts4
    )]
    [InlineData(
        "flush chain inet active_response input_hosts4; add rule inet active_response input_hosts4 ip saddr @hosts4 accept",
        DriftScene.Hosts4
    )]
    public async Task Elements_that_no_rule_looks_into_any_more_refuse_nobody_and_get_their_rules_back(string damage, int gone) =>
        await RunAsync(damage, gone);

    [Theory]
    [InlineData("add table inet active_response { flags dormant; }", DriftScene.All)]
    [InlineData("insert rule inet active_response input_hosts4 ip saddr 203.0.113.7 accept", DriftScene.Hosts4)]
    [InlineData("insert rule inet active_response forward_hosts4 iifname eth9 return", DriftScene.Hosts4)]
    [InlineData("insert rule inet active_response input_hosts6 tcp dport 22 accept", 1)]
    [InlineData("insert rule inet active_response input_hosts4 tcp dport vmap { 22 : accept }", DriftScene.Hosts4)]
    public async Task What_lets_packets_pass_in_the_table_that_is_ours_is_put_right(string damage, int gone) =>
        await RunAsync(damage, gone);

    [Theory]
    [InlineData(NftablesRefusal.Reject, true)]
    [InlineData(NftablesRefusal.Drop, false)]
    public async Task Whatever_the_options_are_the_rules_are_known_again(NftablesRefusal refusal, bool counter)
    {
        await RunAsync(
            "flush chain inet active_response input_hosts4",
            DriftScene.Hosts4,
            new NftablesOptions
            {
                Refusal = refusal,
                Counter = counter,
                Forward = false,
            }
        );
    }

    /// <summary>The way that elements go; null for nft's.</summary>
    private protected virtual NetlinkOpener? Opener(NetworkLab lab) => null;

    private async Task RunAsync(string damage, int gone, NftablesOptions? options = null)
    {
        using var lab = await NetworkLab.SingleAsync();
        var space = lab.Firewall;
        await space.NftAsync(Admin);
        options ??= new NftablesOptions();
        await using var scene = new DriftScene(
            "nftables",
            space,
            builder =>
                builder.AddFirewall(provider => new NftablesBackend(
                    options,
                    space,
                    provider.GetRequiredService<TimeProvider>(),
                    Opener(lab)
                ))
        )
        {
            Ours = async () => Elements().Replace(Times().Replace(await TryAsync(space, "active_response"), ""), "\n"),
            Theirs = () => TryAsync(space, "admin"),
            Other = clock => new NftablesBackend(options, lab.Firewall, clock),
        };

        await scene.RunAsync(gone, mostRuns: 2, () => space.NftAsync(damage.Replace("; ", "\n", StringComparison.Ordinal)));
    }

    private static async Task<string> TryAsync(NetworkNamespace space, string table)
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandInvocation("ip", "netns", "exec", space.Name, "nft", "-s", "list", "table", "inet", table),
            CancellationToken.None
        );
        return result.OutputText;
    }

    [GeneratedRegex(@" (timeout|expires) \w+")]
    private static partial Regex Times();

    [GeneratedRegex(@"elements = \{|,| \}")]
    private static partial Regex Elements();
}
