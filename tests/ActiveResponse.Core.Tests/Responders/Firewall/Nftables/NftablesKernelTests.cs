using System.Text;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>What nft and the kernel make of batches, in a network namespace of the test.</summary>
public class NftablesKernelTests
{
    private const string Foreign = """
        add table inet filter
        add set inet filter hosts4 { type ipv4_addr; elements = { 192.0.2.7 }; }
        add chain inet filter input { type filter hook input priority 0; policy accept; }
        add rule inet filter input ip saddr @hosts4 drop
        add table ip nat
        """;

    private protected ManualClock Clock { get; } = new();

    [Fact]
    public async Task Lists_what_was_applied_with_its_ends()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        FirewallEntry[] entries =
        [
            Entry("192.0.2.1", 600),
            Entry("192.0.2.2", null),
            Entry("198.51.100.0/24", 86_400),
            Entry("198.51.0.0/16", null),
            Entry("0.0.0.0/0", 60),
            Entry("2001:db8::1", 4_000_000),
            Entry("2001:db8::/32", null),
            Entry("2001:db8::/127", 99_999_999),
            Entry("::192.0.2.1", 60),
        ];

        var applied = await backend.ApplyAsync(entries, [], CancellationToken.None);

        applied.Adds.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Applied);
        var listed = (await backend.ListedAsync()).ToDictionary(static entry => entry.Address, static entry => entry.Until);
        listed.Keys.Should().BeEquivalentTo(entries.Select(static entry => entry.Address));
        foreach (var (address, until) in entries)
        {
            // The kernel's clock runs on between the two.
            (until - listed[address] ?? TimeSpan.Zero)
                .Should()
                .BeGreaterThanOrEqualTo(TimeSpan.Zero)
                .And.BeLessThan(TimeSpan.FromSeconds(30));
            listed[address].HasValue.Should().Be(until.HasValue);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_gets_its_new_end_whatever_the_kernel_does_with_timeouts(bool oldKernel)
    {
        using var lab = await NetworkLab.SingleAsync();
        PretendOld(lab, oldKernel);
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(60));
        await backend.BlockAsync("192.0.2.2", In(600));
        await backend.BlockAsync("192.0.2.3", In(60));
        await backend.BlockAsync("192.0.2.4");

        await backend.BlockAsync("192.0.2.1", In(6000));
        await backend.BlockAsync("192.0.2.2", In(300));
        await backend.BlockAsync("192.0.2.3");
        await backend.BlockAsync("192.0.2.4", In(60));

        var listed = (await backend.ListedAsync()).ToDictionary(static entry => entry.Address.ToString(), static entry => entry.Until);
        listed.Should().HaveCount(4);
        listed["192.0.2.1"].Should().BeCloseTo(In(6000), TimeSpan.FromSeconds(30));
        listed["192.0.2.2"].Should().BeCloseTo(In(300), TimeSpan.FromSeconds(30));
        listed["192.0.2.3"].Should().BeNull();
        listed["192.0.2.4"].Should().BeCloseTo(In(60), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_others_add_to_a_set_of_networks_and_no_rule_can_match_is_not_listed()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("198.51.100.0/24");

        await lab.Firewall.NftAsync("add element inet active_response nets4_24 { 203.0.113.1, 203.0.113.2, 192.0.2.0 }");

        (await backend.AddressesAsync()).Should().BeEquivalentTo("198.51.100.0/24", "192.0.2.0/24");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_that_is_blocked_again_for_as_long_as_before_ends_anew(bool oldKernel)
    {
        using var lab = await NetworkLab.SingleAsync();
        PretendOld(lab, oldKernel);
        var backend = Backend(lab);
        FirewallEntry[] entries =
        [
            Entry("192.0.2.1", 600),
            Entry("198.51.100.0/24", 600),
            Entry("2001:db8::1", 600),
            Entry("2001:db8:1::/48", 600),
        ];
        await backend.ApplyAsync(entries, [], CancellationToken.None);

        // As the kernel has it when 590 s have passed: the timeout is what it was.
        await lab.Firewall.NftAsync(
            string.Concat(
                new[]
                {
                    ("hosts4", "192.0.2.1"),
                    ("nets4_24", "198.51.100.0"),
                    ("hosts6", "2001:db8::1"),
                    ("nets6_48", "2001:db8:1::"),
                }.Select(static one =>
                    $"delete element inet active_response {one.Item1} {{ {one.Item2} }}\nadd element inet active_response "
                    + $"{one.Item1} {{ {one.Item2} timeout 600s expires 10s }}\n"
                )
            )
        );
        (await backend.ListedAsync()).Should().HaveCount(4).And.OnlyContain(entry => entry.Until < In(20));
        await backend.ApplyAsync(entries, [], CancellationToken.None);

        // The kernel's seconds are rounded up: a list of the same moment has one more.
        (await backend.ListedAsync())
            .Should()
            .HaveCount(4)
            .And.OnlyContain(entry => entry.Until > In(570) && entry.Until <= In(601));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Adding_and_removing_twice_changes_nothing(bool oldKernel)
    {
        using var lab = await NetworkLab.SingleAsync();
        PretendOld(lab, oldKernel);
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.1");
        (await backend.AddressesAsync()).Should().Equal("192.0.2.1");

        await backend.LetInAsync("192.0.2.1");
        await backend.LetInAsync("192.0.2.1");
        (await backend.AddressesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Removing_what_was_never_there_makes_nothing_and_spares_the_rest_of_the_batch()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        (await backend.LetInAsync("192.0.2.1")).Should().Be(ActionOutcome.AlreadyLifted);
        (await RulesetAsync(lab)).Should().BeEmpty();

        await backend.BlockAsync("192.0.2.2");
        var batch = await backend.ApplyAsync(
            [Entry("192.0.2.3", 60)],
            [Some.Prefix("192.0.2.1"), Some.Prefix("192.0.2.2"), Some.Prefix("2001:db8::/32")],
            CancellationToken.None
        );

        batch.Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        batch
            .Removes.Select(static result => result.Outcome)
            .Should()
            .Equal(ActionOutcome.Lifted, ActionOutcome.Lifted, ActionOutcome.AlreadyLifted);
        (await backend.AddressesAsync()).Should().Equal("192.0.2.3");
    }

    [Fact]
    public async Task Removes_what_has_an_end_still_ahead()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(600));
        await backend.LetInAsync("192.0.2.1");
        (await backend.AddressesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Leaves_everything_of_others_as_it_is_and_nothing_of_ours_behind()
    {
        using var lab = await NetworkLab.SingleAsync();
        await lab.Firewall.NftAsync(Foreign);
        var before = await RulesetAsync(lab);
        var backend = Backend(lab);

        await backend.BlockAsync("192.0.2.7");
        await backend.BlockAsync("2001:db8::/32", In(60));
        await backend.LetInAsync("192.0.2.7");
        (await RulesetAsync(lab)).Should().Contain(before.TrimEnd());
        (await lab.Firewall.ExecAsync("nft", "list", "tables"))
            .Should()
            .Be("table inet filter\ntable ip nat\ntable inet active_response\n");

        await backend.UninstallAsync(CancellationToken.None);
        (await RulesetAsync(lab)).Should().Be(before);
        await backend.UninstallAsync(CancellationToken.None);
        await backend.BlockAsync("192.0.2.8");
        (await backend.AddressesAsync()).Should().Equal("192.0.2.8");
    }

    [Fact]
    public async Task Refuses_a_table_of_others_that_has_its_name()
    {
        using var lab = await NetworkLab.SingleAsync();
        await lab.Firewall.NftAsync(
            Foreign
                .Replace("filter", "active_response", StringComparison.Ordinal)
                .Replace("type active_response", "type filter", StringComparison.Ordinal)
        );
        var before = await RulesetAsync(lab);
        var backend = Backend(lab);

        var result = (await backend.ApplyAsync([Entry("192.0.2.9", 60)], [], CancellationToken.None)).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("isn't ours");
        (await backend.ListedAsync()).Should().BeEmpty("192.0.2.7 is the administrator's");
        (await backend.ProbeAsync(CancellationToken.None)).IsUsable.Should().BeFalse();
        await backend.UninstallAsync(CancellationToken.None);
        (await RulesetAsync(lab)).Should().Be(before);
    }

    [Fact]
    public async Task Puts_back_all_it_had_blocked_when_somebody_flushed_the_ruleset()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(600));
        await backend.BlockAsync("198.51.100.0/24");
        await backend.BlockAsync("192.0.2.2", In(10));
        await backend.BlockAsync("192.0.2.3");
        await backend.BlockAsync("192.0.2.4");
        await backend.LetInAsync("192.0.2.3");
        await lab.Firewall.NftAsync("flush ruleset");
        Clock.Advance(TimeSpan.FromSeconds(20));

        var batch = await backend.ApplyAsync([Entry("2001:db8::1", 60)], [Some.Prefix("192.0.2.4")], CancellationToken.None);

        batch.Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        batch.Removes.Single().IsSuccess.Should().BeTrue();
        var listed = (await backend.ListedAsync()).ToDictionary(static entry => entry.Address.ToString(), static entry => entry.Until);
        listed.Keys.Should().BeEquivalentTo("192.0.2.1", "198.51.100.0/24", "2001:db8::1");
        listed["192.0.2.1"].Should().BeCloseTo(In(580), TimeSpan.FromSeconds(15));
        (await RulesetAsync(lab)).Should().Contain("@hosts4 drop").And.Contain("@nets4_24 drop").And.Contain("@hosts6 drop");
    }

    [Fact]
    public async Task Puts_back_what_an_earlier_process_left_and_this_one_found()
    {
        using var lab = await NetworkLab.SingleAsync();
        await Backend(lab).BlockAsync("192.0.2.1", In(600));
        var next = Backend(lab);
        await next.ListedAsync();
        await next.BlockAsync("192.0.2.2");
        await lab.Firewall.NftAsync("flush ruleset");

        await next.BlockAsync("192.0.2.3");

        (await next.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
    }

    [Fact]
    public async Task One_entry_that_nft_refuses_is_named_and_the_others_land()
    {
        using var lab = await NetworkLab.SingleAsync();
        Spoil(lab, "2001:db8::99");
        var backend = Backend(lab);
        FirewallEntry[] entries = [.. Enumerable.Range(0, 5000).Select(i => Entry($"2001:db8::{i:x}", 600))];

        var batch = await backend.ApplyAsync(entries, [], CancellationToken.None);

        var bad = Array.FindIndex(entries, static entry => entry.Address.ToString() == "2001:db8::99");
        batch
            .Adds.Select(static (result, i) => (result.Outcome, i))
            .Where(static x => x.Outcome != ActionOutcome.Applied)
            .Should()
            .Equal((ActionOutcome.Failed, bad));
        batch.Adds[bad].Detail.Should().StartWith("2001:db8::99: " + Refuser);
        (await backend.AddressesAsync()).Should().HaveCount(4999);
        lab.Firewall.Runs.Should().BeLessThan(40);
    }

    [Fact]
    public async Task Two_processes_at_once_both_succeed()
    {
        using var lab = await NetworkLab.SingleAsync();
        var wants = new[] { "192.0.2.", "198.51.100." }.Select(start =>
            Task.Run(async () =>
            {
                for (var i = 1; i <= 40; i++)
                {
                    // A backend anew each time: all start with nothing known and make table, sets and chains.
                    var backend = Backend(lab);
                    await backend.BlockAsync($"{start}{i}", In(600));
                    await backend.BlockAsync($"{start}0/{24 + (i % 8)}");
                    await backend.LetInAsync($"{start}{i - 1}");
                }
            })
        );

        await Task.WhenAll(wants);

        var hosts = (await Backend(lab).AddressesAsync()).Where(static address => !address.Contains('/', StringComparison.Ordinal));
        hosts.Should().BeEquivalentTo("192.0.2.40", "198.51.100.40");
        var ruleset = await RulesetAsync(lab);
        ruleset.Split("drop\n").Should().HaveCount(1 + (2 * 9), "each of nine sets has its rule in input and forward, once");
        ruleset.Should().NotContain("probe");
    }

    [Fact]
    public async Task One_process_uninstalls_while_another_blocks()
    {
        using var lab = await NetworkLab.SingleAsync();
        var blocking = Task.Run(async () =>
        {
            var backend = Backend(lab);
            for (var i = 1; i <= 60; i++)
            {
                await backend.BlockAsync($"192.0.2.{i}", In(600));
            }
        });
        while (!blocking.IsCompleted)
        {
            await Backend(lab).UninstallAsync(CancellationToken.None);
        }

        await blocking;
    }

    [Fact]
    public async Task A_block_is_made_even_if_another_process_uninstalls_whenever_there_is_a_table()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        var made = 0;
        AfterTable(
            lab,
            async () =>
            {
                made++;
                (await RulesetAsync(lab)).Should().Contain("192.0.2.1", "a table without it could go before it comes");
                await lab.Firewall.NftAsync("delete table inet active_response");
            }
        );

        await backend.BlockAsync("192.0.2.1", In(600));

        made.Should().Be(1);
    }

    [Fact]
    public async Task Chains_follow_the_options_of_the_process_that_blocks()
    {
        using var lab = await NetworkLab.SingleAsync();
        await Backend(lab).BlockAsync("192.0.2.1");
        (await RulesetAsync(lab)).Should().Contain("hook forward").And.Contain("priority filter - 10;");

        var other = new NftablesOptions
        {
            Forward = false,
            Priority = -300,
            Refusal = NftablesRefusal.Reject,
            Counter = true,
        };
        await Backend(lab, other).BlockAsync("198.51.100.0/24");

        (await RulesetAsync(lab))
            .Should()
            .NotContain("hook forward")
            .And.NotContain("drop")
            .And.Contain("priority raw;")
            .And.Contain("ip saddr @hosts4 meta l4proto tcp counter packets 0 bytes 0 reject with tcp reset");
    }

    [Fact]
    public async Task Any_length_of_prefix_and_any_time_is_accepted()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        FirewallEntry[] entries =
        [
            .. Enumerable.Range(0, 33).Select(i => Entry($"203.0.113.255/{i}", 1 << Math.Min(i, 30))),
            .. Enumerable
                .Range(0, 129)
                .Select(i => new FirewallEntry(Some.Prefix($"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/{i}"), DateTimeOffset.MaxValue)),
            new FirewallEntry(Some.Prefix("192.0.2.1"), Clock.GetUtcNow() - TimeSpan.FromDays(1)),
        ];

        var applied = await backend.ApplyAsync(entries, [], CancellationToken.None);

        applied.Adds.Where(static result => result.Outcome != ActionOutcome.Applied).Should().BeEmpty();
        (await backend.ListedAsync())
            .Select(static entry => entry.Address)
            .Should()
            .Contain(entries.Skip(3).SkipLast(1).Select(static entry => entry.Address));
    }

    [Fact]
    public async Task The_probe_says_it_can_be_used_and_changes_nothing()
    {
        using var lab = await NetworkLab.SingleAsync();

        var probe = await Backend(lab).ProbeAsync(CancellationToken.None);

        probe.IsUsable.Should().BeTrue(probe.Reason);
        probe.Reason.Should().StartWith("nftables v").And.Contain("active_response").And.Contain("flowtable");
        (await RulesetAsync(lab)).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_right_to_change_the_packet_filter_it_says_what_helps()
    {
        using var lab = await NetworkLab.SingleAsync();
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv of util-linux is needed.");
        lab.Firewall.Intercept = static (command, run) =>
            run(
                command with
                {
                    Executable = "setpriv",
                    Arguments = ["--reuid=65534", "--clear-groups", command.Executable, .. command.Arguments],
                }
            );
        var backend = Backend(lab);

        var probe = await backend.ProbeAsync(CancellationToken.None);
        var batch = await backend.ApplyAsync([Entry("192.0.2.1", 60), Entry("192.0.2.2", 60)], [], CancellationToken.None);
        if (NeedsNft)
        {
            probe.Should().Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("CAP_NET_ADMIN"));
            batch
                .Adds.Should()
                .OnlyContain(static result => result.Outcome == ActionOutcome.Failed && result.Detail!.Contains("CAP_NET_ADMIN"));
            await FluentActions.Awaiting(() => backend.ListedAsync()).Should().ThrowAsync<IOException>().WithMessage("*CAP_NET_ADMIN*");
        }
        else
        {
            probe.IsUsable.Should().BeTrue("the socket has the right that nft lacks here");
            (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2");
        }
    }

    /// <summary>Whether nft is run to see and to change what is there.</summary>
    private protected virtual bool NeedsNft => true;

    /// <summary>Who refuses an entry.</summary>
    private protected virtual string Refuser => "nft: ";

    /// <summary>Does something whenever our table was made.</summary>
    private protected virtual void AfterTable(NetworkLab lab, Func<Task> then) =>
        lab.Firewall.Intercept = async (command, run) =>
        {
            var result = await run(command);
            if (
                Encoding
                    .ASCII.GetString(command.StandardInput.Span)
                    .Contains("add set inet active_response hosts4", StringComparison.Ordinal)
            )
            {
                await then();
            }

            return result;
        };

    /// <summary>Makes an entry that is refused of an address that has an end.</summary>
    private protected virtual void Spoil(NetworkLab lab, string address) =>
        lab.Firewall.Intercept = (command, run) =>
            run(
                command with
                {
                    StandardInput = Encoding.ASCII.GetBytes(
                        Encoding
                            .ASCII.GetString(command.StandardInput.Span)
                            .Replace(
                                $"\n{address} timeout",
                                $"\n{address} timeout 99999999999s, {address} timeout ",
                                StringComparison.Ordinal
                            )
                    ),
                }
            );

    private protected virtual NftablesBackend Backend(NetworkLab lab, NftablesOptions? options = null) =>
        new(options ?? new NftablesOptions(), lab.Firewall, Clock);

    private protected DateTimeOffset In(int seconds) => Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    private protected FirewallEntry Entry(string address, int? seconds) =>
        NftablesBackendExtensions.Entry(address, seconds is { } s ? In(s) : null);

    private protected static Task<string> RulesetAsync(NetworkLab lab) => lab.Firewall.ExecAsync("nft", "list", "ruleset");

    /// <summary>Answers the question for the kernel's ways as a kernel before 6.12 would; all else is real.</summary>
    private protected virtual void PretendOld(NetworkLab lab, bool oldKernel)
    {
        if (oldKernel)
        {
            lab.Firewall.Intercept = static (command, run) =>
                command.Arguments.Contains("active_response_probe")
                    ? new(CommandResult.Exited(0, NftablesAnswers.OldKernel))
                    : run(command);
        }
    }
}
