using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>The real iptables of both variants, and what others do to its rules meanwhile.</summary>
public class IptablesKernelTests
{
    private const string Jump = "-m comment --comment active-response -j active_response";

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task Packets_come_to_our_chain_first_though_others_put_rules_before_it(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        await lab.RunAsync("iptables", "-N", "DOCKER-USER");
        await lab.RunAsync("iptables", "-A", "INPUT", "-p", "tcp", "-j", "ACCEPT");
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.RunAsync("iptables", "-I", "INPUT", "-p", "udp", "-j", "ACCEPT");
        await lab.RunAsync("iptables", "-I", "DOCKER-USER", "-j", "RETURN");

        await backend.BlockAsync("203.0.113.10");

        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump, "-p udp -j ACCEPT", "-p tcp -j ACCEPT");
        (await lab.RulesOfAsync("FORWARD")).Should().Equal(Jump);
        (await lab.RulesOfAsync("DOCKER-USER")).Should().Equal(Jump, "-j RETURN");
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task Rules_of_others_in_our_chain_stay_and_so_does_the_chain(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.RunAsync("iptables", "-A", "active_response", "-s", "198.51.100.7", "-j", "DROP");
        FirewallEntry[] many = [.. Enumerable.Range(0, 40).Select(static i => NftablesBackendExtensions.Entry($"192.0.2.{i}"))];

        await backend.ApplyAsync(many, [], CancellationToken.None);
        await backend.ApplyAsync([], [.. many.Select(static entry => entry.Address), Some.Prefix("198.51.100.7")], CancellationToken.None);

        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        (await lab.RulesOfAsync("active_response")).Should().HaveCount(2).And.Contain("-s 198.51.100.7/32 -j DROP");
        await backend.UninstallAsync(CancellationToken.None);
        (await lab.RulesOfAsync("active_response")).Should().Equal("-s 198.51.100.7/32 -j DROP");
        (await lab.RulesOfAsync("INPUT")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task A_chain_that_a_rule_of_others_leads_to_stays(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.RunAsync("iptables", "-A", "OUTPUT", "-j", "active_response");

        await backend.UninstallAsync(CancellationToken.None);

        (await lab.RulesOfAsync("OUTPUT")).Should().Equal("-j active_response");
        (await lab.RulesOfAsync("active_response")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task What_somebody_flushed_is_put_back_with_the_next_batch(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await backend.BlockAsync("203.0.113.10");
        await lab.RunAsync("iptables", "-F");
        await lab.RunAsync("iptables", "-X");

        await backend.LetInAsync("203.0.113.10");

        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        (await lab.RulesOfAsync("INPUT")).Should().Equal(Jump);
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task A_chain_of_somebody_elses_is_not_touched(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        await lab.RunAsync("iptables", "-N", "active_response");
        await lab.RunAsync("iptables", "-A", "active_response", "-s", "198.51.100.7", "-j", "ACCEPT");
        var before = await lab.RulesAsync();
        var backend = Backend(lab);

        var result = (
            await backend.ApplyAsync(
                [NftablesBackendExtensions.Entry("203.0.113.9")],
                [Some.Prefix("198.51.100.7")],
                CancellationToken.None
            )
        ).Adds.Single();
        await backend.UninstallAsync(CancellationToken.None);

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("isn't ours");
        (await lab.RulesAsync()).Should().Be(before);
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task The_probe_names_the_variant_and_warns_of_rules_in_the_other(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        var alone = await Backend(lab).ProbeAsync(CancellationToken.None);
        var other = variant == IptablesVariant.Nft ? "iptables-legacy" : "iptables-nft";
        Assert.SkipUnless(IptablesLab.IsInstalled(other), $"{other} is needed.");
        await lab.Net.Firewall.ExecAsync(other, "-A", "INPUT", "-s", "198.51.100.7", "-j", "DROP");

        var both = await Backend(lab).ProbeAsync(CancellationToken.None);

        alone.Should().Match<FirewallProbe>(static probe => probe.IsUsable && !probe.Reason.Contains("too"));
        alone.Reason.Should().Contain(variant == IptablesVariant.Nft ? "(nf_tables)" : "(legacy)");
        both.Should().Match<FirewallProbe>(probe => probe.IsUsable && probe.Reason.Contains($"{other} has rules too"));
    }

    [Theory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task Options_that_changed_take_effect_with_the_next_block(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant);
        await Backend(lab).BlockAsync("203.0.113.9");

        await new IptablesBackend(
            lab.Options with
            {
                Forward = false,
                Refusal = IptablesRefusal.Reject,
            },
            lab.Net.Firewall,
            TimeProvider.System
        ).BlockAsync("203.0.113.9");

        (await lab.RulesOfAsync("FORWARD")).Should().BeEmpty();
        (await lab.RulesOfAsync("active_response"))
            .Should()
            .Equal("-s 203.0.113.9/32 -m comment --comment active-response -j active_response_rej");
    }

    private protected virtual IptablesBackend Backend(IptablesLab lab) => new(lab.Options, lab.Net.Firewall, TimeProvider.System);
}
