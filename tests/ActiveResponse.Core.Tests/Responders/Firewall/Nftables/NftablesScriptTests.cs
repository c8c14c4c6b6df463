using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>What nft is given to read, to the letter, and what is made of its answers.</summary>
public sealed class NftablesScriptTests
{
    private const string Armed = """
        add table inet active_response { comment "active-response"; }
        add set inet active_response hosts4 { type ipv4_addr; flags timeout; comment "active-response"; }
        add chain inet active_response input_hosts4
        flush chain inet active_response input_hosts4
        delete chain inet active_response input_hosts4
        add chain inet active_response input_hosts4 { type filter hook input priority -10; policy accept; }
        add rule inet active_response input_hosts4 ip saddr @hosts4 drop
        add chain inet active_response forward_hosts4
        flush chain inet active_response forward_hosts4
        delete chain inet active_response forward_hosts4
        add chain inet active_response forward_hosts4 { type filter hook forward priority -10; policy accept; }
        add rule inet active_response forward_hosts4 ip saddr @hosts4 drop

        """;

    private readonly ManualClock _clock = new();

    // Long: the expected text, line by line.
    [Fact]
    public async Task The_first_batch_makes_the_table_and_later_ones_only_change_elements()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);
        var backend = Backend(runner);

        await backend.ApplyAsync([Entry("192.0.2.1", 600), Entry("192.0.2.2", null)], [], CancellationToken.None);
        await backend.ApplyAsync([Entry("192.0.2.1", 900)], [Some.Prefix("192.0.2.2"), Some.Prefix("2001:db8::1")], CancellationToken.None);

        runner
            .Scripts()
            .Should()
            .Equal(
                Armed
                    + """
                    add element inet active_response hosts4 {
                    192.0.2.1 timeout 600s expires 600s,
                    192.0.2.2
                    }

                    """,
                """
                add element inet active_response hosts4 {
                192.0.2.2
                }
                delete element inet active_response hosts4 {
                192.0.2.2
                }
                add element inet active_response hosts4 {
                192.0.2.1 timeout 900s expires 900s
                }

                """
            );
        runner
            .CommandLines.Should()
            .Equal(
                "nft -f -",
                "nft -j list table inet active_response_probe",
                "nft -f -",
                "nft -j -t list table inet active_response",
                "nft -f -",
                "nft -f -"
            );
    }

    [Fact]
    public async Task An_old_kernel_is_given_each_element_anew()
    {
        var runner = NftablesAnswers.Host(oldKernel: true);

        await Backend(runner).ApplyAsync([Entry("192.0.2.1", 600)], [], CancellationToken.None);

        runner
            .Scripts()
            .Should()
            .Equal(
                Armed
                    + """
                    add element inet active_response hosts4 {
                    192.0.2.1
                    }
                    delete element inet active_response hosts4 {
                    192.0.2.1
                    }
                    add element inet active_response hosts4 {
                    192.0.2.1 timeout 600s
                    }

                    """
            );
    }

    // Long: the expected text, line by line.
    [Fact]
    public async Task A_network_is_matched_through_its_mask()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);
        var options = new NftablesOptions
        {
            Table = "edge",
            Forward = false,
            Priority = -200,
            Refusal = NftablesRefusal.Reject,
            Counter = true,
        };

        await new NftablesBackend(options, runner, _clock).ApplyAsync([Entry("2001:db8::/33", 60)], [], CancellationToken.None);

        runner
            .Scripts()
            .Should()
            .ContainSingle()
            .Which.Should()
            .Be(
                """
                add table inet edge { comment "active-response"; }
                add set inet edge nets6_33 { type ipv6_addr; flags timeout; comment "active-response"; }
                add chain inet edge input_nets6_33
                flush chain inet edge input_nets6_33
                delete chain inet edge input_nets6_33
                add chain inet edge input_nets6_33 { type filter hook input priority -200; policy accept; }
                add rule inet edge input_nets6_33 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                add rule inet edge input_nets6_33 ip6 saddr & ffff:ffff:8000:: @nets6_33 meta l4proto tcp counter reject with tcp reset
                add rule inet edge input_nets6_33 ip6 saddr & ffff:ffff:8000:: @nets6_33 counter reject
                add chain inet edge forward_nets6_33
                flush chain inet edge forward_nets6_33
                delete chain inet edge forward_nets6_33
                add element inet edge nets6_33 {
                2001:db8::
                }
                delete element inet edge nets6_33 {
                2001:db8::
                }
                add element inet edge nets6_33 {
                2001:db8:: timeout 60s
                }

                """,
                "nothing answered for the scratch table of this name: the way that is right on every kernel is taken"
            );
    }

    [Theory]
    [InlineData(-5, "1s")]
    [InlineData(0.001, "1s")]
    [InlineData(59.001, "60s")]
    [InlineData(99_999_999, "99999999s")]
    [InlineData(99_999_999.5, "1158d")]
    [InlineData(1e10, "100000d")]
    public void Times_are_rounded_up_to_what_nft_can_read(double seconds, string expected) =>
        NftablesTimeout.Format(TimeSpan.FromSeconds(seconds)).Should().Be(expected);

    [Fact]
    public void Whatever_the_addresses_only_harmless_characters_reach_nft() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(byte[] Bytes, bool IsIPv6, byte Length, int Seconds)[]>(),
                items =>
                {
                    var script = new NftablesScript(new NftablesOptions(), _clock);
                    var changes = items
                        .Select(item => Change(item.Bytes ?? [], item.IsIPv6, item.Length, item.Seconds))
                        .DistinctBy(static change => change.Entry.Address)
                        .ToList();
                    script.Change(changes, updatesTimeouts: false);
                    return script
                        .ToString()
                        .All(static c => char.IsAsciiLetterOrDigit(c) || " {}_.:,\n".Contains(c, StringComparison.Ordinal));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_set_is_found_again_by_its_name()
    {
        foreach (
            var set in Enumerable
                .Range(0, 33)
                .Select(static i => new NftablesSet(false, i))
                .Concat(Enumerable.Range(0, 129).Select(static i => new NftablesSet(true, i)))
        )
        {
            NftablesSet.TryParse(set.Name, out var read).Should().BeTrue();
            read.Should().Be(set);
        }
    }

    [Theory]
    [InlineData("nets4_32")]
    [InlineData("nets4_024")]
    [InlineData("nets4_-1")]
    [InlineData("nets4_")]
    [InlineData("nets6_129")]
    [InlineData("hosts")]
    [InlineData(null)]
    public void Other_names_are_no_sets_of_ours(string? name) => NftablesSet.TryParse(name, out _).Should().BeFalse();

    [Fact]
    public async Task Busy_is_tried_again()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);
        var busy = 2;
        runner.Answer(
            command =>
                command.Arguments.SequenceEqual(["-f", "-"]) && !Text(command).Contains("_probe", StringComparison.Ordinal) && busy-- > 0,
            CommandResult.Exited(1, error: "/dev/stdin:1:1-2: Error: Could not process rule: Device or resource busy")
        );
        var applying = Backend(runner).ApplyAsync([Entry("192.0.2.1", 600)], [], CancellationToken.None).AsTask();
        await _clock.AdvanceUntilAsync(applying);

        (await applying).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        runner.Scripts().Should().HaveCount(3);
    }

    [Fact]
    public async Task A_batch_of_which_all_is_refused_ends_soon()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);
        runner.Answer(
            static command => command.Arguments.SequenceEqual(["-f", "-"]) && !Text(command).Contains("_probe", StringComparison.Ordinal),
            CommandResult.Exited(1, error: "/dev/stdin:1:1-2: Error: Could not process rule: Cannot allocate memory")
        );

        var batch = await Backend(runner)
            .ApplyAsync([.. Enumerable.Range(0, 2000).Select(i => Entry($"2001:db8::{i:x}", 600))], [], CancellationToken.None);

        batch
            .Adds.Should()
            .HaveCount(2000)
            .And.OnlyContain(static result => result.Outcome == ActionOutcome.Failed && result.Detail!.Contains("Cannot allocate memory"));
        runner.Calls.Count.Should().BeLessThan(320);
    }

    [Fact]
    public async Task Without_nft_every_entry_fails_and_says_what_to_install()
    {
        var backend = Backend(new FakeCommandRunner().Answer(CommandResult.NotStarted(StartFailure.NotFound, "no nft")));

        (await backend.ProbeAsync(CancellationToken.None)).Reason.Should().Contain("apt-get install nftables");
        var batch = await backend.ApplyAsync([Entry("192.0.2.1", 60)], [Some.Prefix("192.0.2.2")], CancellationToken.None);
        batch
            .Adds.Concat(batch.Removes)
            .Should()
            .OnlyContain(static result => result.Outcome == ActionOutcome.Failed && result.Detail!.Contains("isn't installed"));
    }

    [Fact]
    public async Task A_run_without_an_answer_is_told_as_such()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);
        runner.Answer(
            static command => command.Arguments.SequenceEqual(["-f", "-"]) && !Text(command).Contains("_probe", StringComparison.Ordinal),
            new CommandResult { Outcome = CommandOutcome.TimedOut }
        );

        var batch = await Backend(runner).ApplyAsync([Entry("192.0.2.1", 60)], [], CancellationToken.None);

        batch.Adds.Single().Outcome.Should().Be(ActionOutcome.TimedOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"nftables\": 1}")]
    public async Task A_list_that_is_none_is_an_error_and_not_an_empty_list(string output)
    {
        var backend = Backend(new FakeCommandRunner().Answer(CommandResult.Exited(0, output)));
        await FluentActions.Awaiting(() => backend.ListedAsync()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task What_is_strange_in_a_list_is_passed_over()
    {
        var backend = Backend(
            new FakeCommandRunner().Answer(
                CommandResult.Exited(
                    0,
                    """
                    {"nftables": [1, null, "x", {}, {"set": 5}, {"set": {"name": "hosts4", "comment": "active-response", "elem": [
                      7, null, {"elem": 3}, {"elem": {"val": {"range": ["192.0.2.1",
                      "192.0.2.3"]}}}, "192.0.2.4/31", "2001:db8::1", "192.0.2.999",
                      {"elem": {"val": "192.0.2.5", "expires": "soon"}},
                      {"elem": {"val": "192.0.2.6", "expires": 9}}, "192.0.2.7"]}},
                      {"set": {"name": "others", "comment": "active-response",
                      "elem": ["192.0.2.8"]}}, {"set": {"name": "hosts6", "elem": ["2001:db8::9"]}},
                      {"chain": 7}, {"chain": {"name": "input_hosts4", "hook": "input"}},
                      {"chain": {"name": "forward_hosts4", "hook": "forward"}},
                      {"rule": null}, {"rule": {"chain": "input_hosts4"}},
                      {"rule": {"chain": "input_hosts4", "expr": [5, null, {"drop": null}]}},
                      {"rule": {"chain": "input_hosts4", "expr": [{"match": {"op": "==",
                      "left": {}, "right": "@hosts4"}}, {"drop": null}]}},
                      {"rule": {"chain": "forward_hosts4", "expr": [{"match": {"op": "in",
                      "left": {}, "right": "@hosts4"}}, {"counter": {}}, {"drop": null}]}}]}
                    """
                )
            )
        );

        (await backend.ListedAsync()).Should().Equal(Entry("192.0.2.5", null), Entry("192.0.2.6", 10), Entry("192.0.2.7", null));
    }

    /// <remarks>nft lists what the kernel lists: an element twice in place of another while a set is resized.</remarks>
    [Fact]
    public async Task A_list_with_repeats_is_asked_for_again_and_never_believed()
    {
        var runner = new FakeCommandRunner().Answer(
            CommandResult.Exited(
                0,
                """
                {"nftables": [{"set": {"name": "hosts4", "comment": "active-response", "elem": ["192.0.2.7", "192.0.2.7"]}},
                  {"chain": {"name": "input_hosts4", "hook": "input"}}, {"chain": {"name": "forward_hosts4", "hook": "forward"}},
                  {"rule": {"chain": "input_hosts4", "expr": [{"match": {"op": "==", "left": {}, "right": "@hosts4"}}, {"drop": null}]}},
                  {"rule": {"chain": "forward_hosts4", "expr": [{"match": {"op": "==", "left": {}, "right": "@hosts4"}}, {"drop": null}]}}]}
                """
            )
        );

        await Backend(runner).Awaiting(static it => it.ListedAsync()).Should().ThrowAsync<FirewallException>().WithMessage("*resizes*");
        runner.Calls.Count.Should().BeGreaterThan(2);
    }

    [Fact]
    public async Task An_address_that_is_added_and_removed_is_blocked_afterwards_and_the_last_add_counts()
    {
        var runner = NftablesAnswers.Host(oldKernel: false);

        var batch = await Backend(runner)
            .ApplyAsync([Entry("192.0.2.1", 60), Entry("192.0.2.1", 90)], [Some.Prefix("192.0.2.1")], CancellationToken.None);

        runner.Scripts().Single().Should().Be(Armed + "add element inet active_response hosts4 {\n192.0.2.1 timeout 90s expires 90s\n}\n");
        batch.Adds.Select(static result => result.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.Applied);
        batch.Removes.Single().Outcome.Should().Be(ActionOutcome.Lifted);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        NftablesOptions[] wrong =
        [
            new() { Name = " " },
            new() { Table = "" },
            new() { Table = "1st" },
            new() { Table = "a b" },
            new() { Table = "a;b" },
            new() { Table = "a\nb" },
            new() { Table = new string('a', 65) },
            new() { Priority = 1001 },
            new() { Priority = -1001 },
            new() { Refusal = (NftablesRefusal)7 },
        ];
        foreach (var options in wrong)
        {
            FluentActions
                .Invoking(() => new NftablesBackend(options, new FakeCommandRunner(), _clock))
                .Should()
                .Throw<OptionsValidationException>(options.ToString());
        }

        _ = new NftablesBackend(new NftablesOptions { Table = new string('a', 64), Priority = 1000 }, new FakeCommandRunner(), _clock);
    }

    [Fact]
    public void Says_what_it_can_do()
    {
        var backend = Backend(new FakeCommandRunner());
        backend.Name.Should().Be("nftables");
        backend
            .Capabilities.Should()
            .Be(
                FirewallCapabilities.IPv6
                    | FirewallCapabilities.Prefixes
                    | FirewallCapabilities.KernelExpiry
                    | FirewallCapabilities.Batches
                    | FirewallCapabilities.Enumeration
                    | FirewallCapabilities.MarksEntries
                    | FirewallCapabilities.KeepsEnds
                    | FirewallCapabilities.EndsLiveFlows
                    | FirewallCapabilities.ExclusivePlace
            );
    }

    private static string Text(CommandInvocation command) => System.Text.Encoding.ASCII.GetString(command.StandardInput.Span);

    private static FirewallChange Change(byte[] bytes, bool isIPv6, byte length, int seconds)
    {
        var width = isIPv6 ? 16 : 4;
        var address = new System.Net.IPAddress([.. bytes.Concat(new byte[width]).Take(width)]);
        return new FirewallChange(
            new FirewallEntry(AddressPrefix.From(address, length % ((width * 8) + 1)), DateTimeOffset.UnixEpoch.AddSeconds(seconds)),
            Blocks: seconds % 3 != 0
        );
    }

    private NftablesBackend Backend(ICommandRunner runner) => new(new NftablesOptions(), runner, _clock);

    private FirewallEntry Entry(string address, int? seconds) =>
        NftablesBackendExtensions.Entry(address, seconds is { } s ? _clock.GetUtcNow() + TimeSpan.FromSeconds(s) : null);
}
