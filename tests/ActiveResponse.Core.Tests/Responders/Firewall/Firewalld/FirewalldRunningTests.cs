using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using ActiveResponse.Tests.Reconciliation;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>What a running firewalld does to us, and we to it.</summary>
public class FirewalldRunningTests(FirewalldLab lab) : IClassFixture<FirewalldLab>
{
    private const string Foreign = "rule family=\"ipv4\" source address=\"192.0.2.7\" accept";

    [Fact]
    public async Task A_reload_takes_rules_and_entries_away_and_the_listing_says_so()
    {
        await lab.ResetAsync();
        var (rules, sets) = (Rules(), Sets());
        await sets.BlockAsync("203.0.113.9");
        await rules.BlockAsync("203.0.113.9");

        await lab.RunAsync("--reload");

        (await rules.ListedAsync()).Should().BeEmpty();
        (await sets.ListedAsync()).Should().BeEmpty();
        await rules.BlockAsync("203.0.113.9");
        await sets.BlockAsync("203.0.113.9");
        (await rules.AddressesAsync()).Should().Equal("203.0.113.9");
        (await sets.AddressesAsync()).Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task What_a_reload_took_away_while_the_engine_runs_comes_back()
    {
        await lab.ResetAsync();
        await lab.RunAsync("--permanent", $"--add-rich-rule={Foreign}");
        await lab.RunAsync("--reload");
        await using (
            var rules = new DriftScene("firewalld-drop", lab.Space, static builder => builder.AddFirewalld())
            {
                Ours = async () => await ListAsync("drop"),
                Theirs = async () => await ListAsync("accept"),
            }
        )
        {
            await rules.RunAsync(DriftScene.All, mostRuns: 4, () => lab.RunAsync("--reload"));
        }

        await lab.RunAsync("--reload");
        var options = new FirewalldIpsetOptions { LockFile = lab.LockFile };
        await using var sets = new DriftScene(options.Name, lab.Space, builder => builder.AddFirewalldIpset(options))
        {
            Ours = async () =>
                await lab.RunAsync("--ipset=active-response4", "--get-entries")
                + "\n"
                + await lab.RunAsync("--ipset=active-response6", "--get-entries"),
            Theirs = async () => await ListAsync("accept"),
        };
        await sets.RunAsync(DriftScene.All, mostRuns: 4, () => lab.RunAsync("--reload"));

        async Task<string> ListAsync(string target) =>
            string.Join(
                '\n',
                (await lab.RunAsync("--list-rich-rules"))
                    .Split('\n')
                    .Where(line => line.EndsWith(target, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task What_is_permanent_outlives_a_reload_and_goes_with_the_block()
    {
        await lab.ResetAsync();
        var rules = Rules(new FirewalldOptions { Permanent = true });
        var sets = Sets(new FirewalldIpsetOptions { Permanent = true, LockFile = lab.LockFile });
        await sets.BlockAsync("203.0.113.9");
        await rules.BlockAsync("203.0.113.9");

        await lab.RunAsync("--reload");

        (await rules.AddressesAsync()).Should().Equal("203.0.113.9");
        (await sets.AddressesAsync()).Should().Equal("203.0.113.9");
        (await rules.LetInAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);
        (await sets.LetInAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);
        await lab.RunAsync("--reload");
        (await rules.ListedAsync()).Should().BeEmpty();
        (await sets.ListedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_block_is_lifted_where_it_was_put_after_the_default_zone_has_changed_and_somebody_has_made_it_permanent()
    {
        await lab.ResetAsync();
        const string Theirs = "rule family=\"ipv4\" source address=\"203.0.113.9\" drop";
        var order = Some.Order("firewalld-drop");
        var zone = (await lab.RunAsync("--get-default-zone")).Trim();
        var applied = await new FirewallResponder(Rules()).ApplyAsync(new ResponderContext { Order = order }, CancellationToken.None);
        await lab.RunAsync("--runtime-to-permanent");
        await lab.RunAsync("--set-default-zone=work");
        try
        {
            await lab.RunAsync("--zone=work", $"--add-rich-rule={Theirs}");
            await new FirewallResponder(Rules()).RevertAsync(
                new ResponderContext { Order = order, Place = applied.Place },
                CancellationToken.None
            );

            (await lab.RunAsync($"--zone={zone}", "--list-rich-rules")).Should().NotContain("203.0.113.9");
            (await lab.RunAsync("--zone=work", "--list-rich-rules"))
                .Should()
                .Contain(Theirs, "what others put into another zone is theirs");
            await lab.RunAsync("--reload");
            (await lab.RunAsync($"--zone={zone}", "--list-rich-rules")).Should().NotContain("203.0.113.9");
        }
        finally
        {
            await lab.RunAsync($"--set-default-zone={zone}");
        }
    }

    [Fact]
    public async Task Rules_of_another_form_are_no_blocks_of_ours_and_stay()
    {
        await lab.ResetAsync();
        string[] others =
        [
            "rule family=\"ipv4\" source address=\"203.0.113.9\" reject",
            "rule family=\"ipv4\" source NOT address=\"203.0.113.9\" drop",
            "rule priority=\"-10\" family=\"ipv4\" source address=\"203.0.113.9\" drop",
            "rule family=\"ipv4\" source address=\"203.0.113.9\" log prefix=\"x\" drop",
            "rule family=\"ipv6\" source address=\"2001:DB8::9\" drop",
        ];
        await lab.RunAsync([.. others.Select(static rule => $"--add-rich-rule={rule}")]);
        var rules = Rules();

        (await rules.ListedAsync()).Should().BeEmpty();
        await rules.BlockAsync("203.0.113.9");
        await rules.BlockAsync("2001:db8::9");
        await rules.LetInAsync("203.0.113.9");
        await rules.LetInAsync("2001:db8::9");

        (await lab.RunAsync("--list-rich-rules")).Split('\n').Should().BeEquivalentTo(others);
    }

    [Fact]
    public async Task A_rule_that_was_permanent_before_is_not_ours_to_remove()
    {
        await lab.ResetAsync();
        await lab.RunAsync("--permanent", "--add-rich-rule=rule family=\"ipv4\" source address=\"203.0.113.9\" drop");

        var result = await Rules(new FirewalldOptions { Permanent = true })
            .ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None);

        result.Adds.Single().Outcome.Should().Be(ActionOutcome.AlreadyApplied);
    }

    [Fact]
    public async Task The_first_set_is_not_made_where_the_reload_it_takes_would_lose_a_rule()
    {
        await lab.ResetAsync();
        await lab.RunAsync($"--add-rich-rule={Foreign}");

        var result = (await Sets().ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None)).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("192.0.2.7").And.Contain("in force and not permanent").And.Contain("--runtime-to-permanent");
        (await lab.RunAsync("--list-rich-rules")).Should().Be(Foreign);
        (await lab.RunAsync("--permanent", "--get-ipsets")).Should().BeEmpty("nothing was begun");
    }

    [Theory]
    [InlineData("--zone=dmz", "--add-service=http")]
    [InlineData("--zone=dmz", "--add-interface=nosuch0")]
    [InlineData("--zone=dmz", "--add-source=192.0.2.0/24")]
    [InlineData("--policy=allow-host-ipv6", "--set-priority=-14999", "--permanent")]
    [InlineData("--add-port=8080/tcp", "--permanent")]
    public async Task Any_other_difference_stands_in_the_way_too(params string[] change)
    {
        await lab.ResetAsync();
        await lab.RunAsync(change);

        (await Sets().ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None))
            .Adds.Single()
            .Outcome.Should()
            .Be(ActionOutcome.Failed);
    }

    [Fact]
    public async Task An_interface_of_the_default_zone_is_no_difference()
    {
        await lab.ResetAsync();
        await lab.RunAsync("--zone=public", "--add-interface=nosuch0");

        await Sets().BlockAsync("203.0.113.9");
    }

    [Fact]
    public async Task A_reload_that_is_left_to_the_administrator_is_waited_for()
    {
        await lab.ResetAsync();
        await lab.RunAsync($"--add-rich-rule={Foreign}");
        var sets = Sets(new FirewalldIpsetOptions { Reload = FirewalldReload.Never, LockFile = lab.LockFile });

        var result = (await sets.ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None)).Adds.Single();
        result.Detail.Should().Contain("firewall-cmd --reload");
        (await lab.RunAsync("--list-rich-rules")).Should().Be(Foreign);
        await lab.RunAsync("--reload");

        await sets.BlockAsync("203.0.113.9");
    }

    [Fact]
    public async Task A_set_of_others_with_our_name_is_left_alone()
    {
        await lab.ResetAsync();
        await lab.RunAsync("--permanent", "--new-ipset=active-response4", "--type=hash:ip");

        var result = (await Sets().ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None)).Adds.Single();

        result.Detail.Should().Contain("isn't ours");
        await FluentActions.Awaiting(() => Sets().UninstallAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
        (await lab.RunAsync("--permanent", "--get-ipsets")).Should().Be("active-response4");
    }

    [Fact]
    public async Task A_set_that_was_taken_from_its_zone_is_bound_again_with_the_next_block()
    {
        await lab.ResetAsync();
        var sets = Sets();
        await sets.BlockAsync("203.0.113.9");
        await lab.RunAsync("--zone=drop", "--remove-source=ipset:active-response4");
        (await sets.ListedAsync()).Should().BeEmpty("without its zone a set blocks nobody");

        await sets.BlockAsync("203.0.113.10");

        (await lab.RunAsync("--zone=drop", "--list-sources"))
            .Split(' ')
            .Should()
            .BeEquivalentTo("ipset:active-response4", "ipset:active-response6");
        (await sets.AddressesAsync()).Should().BeEquivalentTo("203.0.113.9", "203.0.113.10");
    }

    [Fact]
    public async Task Without_a_reload_uninstalling_leaves_empty_sets_bound_to_nothing_until_the_next_one()
    {
        await lab.ResetAsync();
        var sets = Sets();
        await sets.BlockAsync("203.0.113.9");
        await lab.RunAsync($"--add-rich-rule={Foreign}");

        await sets.UninstallAsync(CancellationToken.None);

        (await lab.RunAsync("--list-rich-rules")).Should().Be(Foreign);
        (await lab.RunAsync("--zone=drop", "--list-sources")).Should().BeEmpty();
        (await lab.RunAsync("--ipset=active-response4", "--get-entries")).Should().BeEmpty();
        await lab.RunAsync("--reload");
        (await lab.RunAsync("--get-ipsets")).Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_zone_is_named()
    {
        await lab.ResetAsync();
        var rules = Rules(new FirewalldOptions { Zone = "nosuch" });

        (await rules.ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("INVALID_ZONE: nosuch"));
        (await rules.ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None))
            .Adds.Single()
            .Detail.Should()
            .Contain("INVALID_ZONE: nosuch");
    }

    [Fact]
    public async Task A_set_that_firewalld_cannot_load_is_not_told_as_blocked()
    {
        await lab.ResetAsync();
        using var sets = Sets();
        await sets.BlockAsync("203.0.113.9");
        await lab.Space.ExecAsync("nft", "delete", "table", "inet", "firewalld");
        FirewallEntry[] many = [.. Enumerable.Range(1, 20).Select(static i => NftablesBackendExtensions.Entry($"198.51.100.{i}"))];

        // firewalld's own list has them after the first try.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await sets.ApplyAsync(many, [], CancellationToken.None))
                .Adds.Should()
                .OnlyContain(static one => one.Outcome == ActionOutcome.Failed && one.MayBeInPlace);
        }

        await lab.RestartAsync();
        (await sets.ApplyAsync(many, [], CancellationToken.None))
            .Adds.Should()
            .OnlyContain(static one => one.Outcome == ActionOutcome.Applied);
        (await sets.ListedAsync()).Should().HaveCount(20);
    }

    private FirewalldBackend Rules(FirewalldOptions? options = null) => new(options ?? new FirewalldOptions(), lab.Space, Bus());

    private FirewalldIpsetBackend Sets(FirewalldIpsetOptions? options = null) =>
        new(options ?? new FirewalldIpsetOptions { LockFile = lab.LockFile }, lab.Space, TimeProvider.System, Bus());

    /// <summary>The bus that backends use; null for none.</summary>
    private protected virtual FirewalldBus? Bus() => null;
}
