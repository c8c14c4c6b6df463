using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset;

/// <summary>What ipset and iptables are given to read, to the letter, and what is made of their answers.</summary>
public sealed class IpsetScriptTests : IDisposable
{
    private const string Header =
        "create active_response4 hash:net family inet hashsize 1024 maxelem 1000000 timeout 0 comment bucketsize 12 initval 0x11c51ed6\n";

    private static readonly CommandResult Exists = CommandResult.Exited(
        1,
        error: "ipset v7.17: Error in line 1: Set cannot be created: set with the same name already exists\n"
    );

    private static readonly CommandResult InForce = CommandResult.Exited(
        0,
        """
        *filter
        -A INPUT -m comment --comment active-response -j active_response_set
        -A FORWARD -m comment --comment active-response -j active_response_set
        -A active_response_set -m set --match-set active_response4 src -m comment --comment active-response -j DROP
        COMMIT

        """
    );

    private static readonly CommandResult NoSet = CommandResult.Exited(
        1,
        error: "ipset v7.17: The set with the given name does not exist\n"
    );

    private readonly ManualClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-ipset-").FullName;

    private IpsetOptions Options => new() { LockFile = Path.Combine(_folder, "lock") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Long: the expected text, line by line.
    [Fact]
    public async Task The_first_batch_makes_the_set_with_the_elements_in_one_run_and_then_the_rule()
    {
        var runner = Host(NoSet);
        var end = (_clock.GetUtcNow() + TimeSpan.FromSeconds(600)).ToUnixTimeSeconds();

        await Backend(runner)
            .ApplyAsync(
                [
                    Entry("2001:db8::1", 600),
                    Entry("2001:db8::/32", 2_147_483),
                    Entry("2001:db8::2", 2_147_484),
                    Entry("2001:db8::3", null),
                    Entry("2001:db8::4", -5),
                ],
                [Some.Prefix("2001:db8::9")],
                CancellationToken.None
            );

        runner.CommandLines.Should().Equal("ip6tables-save -t filter", "ipset restore", "ip6tables-restore --noflush --wait=10");
        runner
            .Calls[2]
            .Input.Should()
            .Be(
                """
                *filter
                :active_response_set - [0:0]
                -I INPUT 1 -m comment --comment active-response -j active_response_set
                -I FORWARD 1 -m comment --comment active-response -j active_response_set
                -A active_response_set -p ipv6-icmp -m icmp6 --icmpv6-type 135 -m comment --comment active-response -j RETURN
                -A active_response_set -p ipv6-icmp -m icmp6 --icmpv6-type 136 -m comment --comment active-response -j RETURN
                -A active_response_set -m set --match-set active_response6 src -m comment --comment active-response -j DROP
                COMMIT

                """
            );
        runner
            .Calls[1]
            .Input.Should()
            .Be(
                $"""
                create active_response6 hash:net family inet6 maxelem 1000000 timeout 0 comment
                add active_response6 2001:db8::1 timeout 600 comment "active-response until={end}"
                add active_response6 2001:db8::/32 timeout 2147483 comment "active-response until={end + 2_147_483 - 600}"
                add active_response6 2001:db8::2 timeout 0 comment "active-response until={end + 2_147_484 - 600}"
                add active_response6 2001:db8::3 timeout 0 comment "active-response"
                add active_response6 2001:db8::4 timeout 1 comment "active-response until={end - 605}"

                """,
                "what ends later than the kernel counts is ended by the engine, and not before its time"
            );
    }

    [Fact]
    public async Task Without_a_set_there_is_nothing_to_take_out()
    {
        var runner = Host(NoSet);

        var result = await Backend(runner).ApplyAsync([], [Some.Prefix("192.0.2.1"), Some.Prefix("0.0.0.0/0")], CancellationToken.None);

        result.Removes.Should().OnlyContain(static one => one.Outcome == ActionOutcome.AlreadyLifted);
        runner.CommandLines.Should().Equal("ipset save active_response4");
    }

    [Fact]
    public async Task The_network_of_all_addresses_is_refused_and_the_others_land()
    {
        var result = await Backend(Host(NoSet))
            .ApplyAsync([Entry("0.0.0.0/0", null), Entry("192.0.2.1", null), Entry("::/0", 60)], [], CancellationToken.None);

        result.Adds.Select(static one => one.Outcome).Should().Equal(ActionOutcome.Refused, ActionOutcome.Applied, ActionOutcome.Refused);
    }

    [Theory]
    [InlineData("create active_response4 hash:ip family inet hashsize 1024 maxelem 1000000 timeout 0 comment\n")]
    [InlineData("create active_response4 hash:net family inet hashsize 1024 maxelem 1000000\n")]
    [InlineData("create active_response4 hash:net family inet hashsize 1024 maxelem 1000000 timeout 0\n")]
    [InlineData(Header + "add active_response4 192.0.2.1 timeout 0\n")]
    [InlineData(Header + "add active_response4 192.0.2.1 timeout 0 comment \"mine\"\n")]
    public async Task A_set_of_somebody_elses_is_not_touched(string saved)
    {
        var runner = Host(CommandResult.Exited(0, saved));

        var result = await Backend(runner).ApplyAsync([Entry("192.0.2.1", null)], [], CancellationToken.None);
        await Backend(runner).UninstallAsync(CancellationToken.None);

        result.Adds.Single().Detail.Should().Contain("isn't ours");
        (await Backend(runner).ListAsync(CancellationToken.None)).Should().BeEmpty();
        (await Backend(runner).ProbeAsync(CancellationToken.None)).IsUsable.Should().BeFalse();
        runner
            .Calls.Where(static call => call.CommandLine.StartsWith("ipset restore", StringComparison.Ordinal))
            .Should()
            .ContainSingle("a set is made only where there is none")
            .Which.CommandLine.Should()
            .Be("ipset restore");
        runner.CommandLines.Should().NotContain("ipset destroy active_response4");
    }

    [Fact]
    public async Task A_long_batch_tells_ipset_again_how_the_set_was_made_behind_a_line_that_finds_it_gone()
    {
        var runner = Host(CommandResult.Exited(0, Header));
        var backend = Backend(runner);

        await backend.ApplyAsync(Entries(8), [], CancellationToken.None);
        var few = runner.Calls[^1].Input;
        await backend.ApplyAsync(Entries(9), [], CancellationToken.None);

        few.Should().NotContain("create");
        runner.Calls[^1].CommandLine.Should().Be("ipset restore -exist");
        runner
            .Calls[^1]
            .Input.Split('\n')
            .Should()
            .HaveCount(11)
            .And.HaveElementAt(0, "add active_response4 192.0.2.1 timeout 0 comment \"active-response\"")
            .And.HaveElementAt(
                1,
                "create active_response4 hash:net family inet maxelem 1000000 timeout 0 comment bucketsize 12 initval 0x11c51ed6"
            );
    }

    [Fact]
    public async Task A_set_that_was_made_anew_in_another_way_is_looked_at_again_and_filled()
    {
        var runner = Host(CommandResult.Exited(0, Header)).Answer(IsListingRules, InForce);
        var backend = Backend(runner);
        await backend.ApplyAsync(Entries(1), [], CancellationToken.None);
        runner
            .Answer(
                static command => command.Arguments.Contains("save"),
                CommandResult.Exited(0, Header.Replace("maxelem 1000000", "maxelem 7", StringComparison.Ordinal))
            )
            .Answer(static command => Text(command).Contains("maxelem 1000000", StringComparison.Ordinal), Exists);

        var result = await backend.ApplyAsync(Entries(9), [], CancellationToken.None);

        result.Adds.Should().OnlyContain(static add => add.Outcome == ActionOutcome.Applied);
        runner.CommandLines.TakeLast(3).Should().Equal("ipset restore -exist", "ipset save active_response4", "ipset restore -exist");
        runner.Calls[^1].Input.Should().Contain(" maxelem 7 ");
    }

    [Fact]
    public async Task An_ipset_that_does_not_take_its_own_word_is_not_given_it()
    {
        var runner = Host(CommandResult.Exited(0, Header))
            .Answer(IsListingRules, InForce)
            .Answer(static command => Text(command).Contains("create", StringComparison.Ordinal), Exists);
        var backend = Backend(runner);

        var first = await backend.ApplyAsync(Entries(9), [], CancellationToken.None);
        var second = await backend.ApplyAsync(Entries(9), [], CancellationToken.None);

        first.Adds.Concat(second.Adds).Should().OnlyContain(static add => add.Outcome == ActionOutcome.Applied);
        runner
            .CommandLines.Where(static line => line == "ipset restore -exist")
            .Should()
            .HaveCount(3, "it is told once, and then never again");
        runner.Calls[^1].Input.Should().NotContain("create").And.Contain("192.0.2.9 ");
    }

    [Fact]
    public async Task What_was_put_into_a_new_set_is_taken_out_if_no_rule_can_look_into_it()
    {
        var runner = Host(NoSet)
            .Answer(
                static command => command.Executable == "iptables-restore",
                CommandResult.Exited(4, error: "iptables-restore: no match `set'\n")
            );
        var backend = Backend(runner);

        var result = await backend.ApplyAsync(Entries(2), [], CancellationToken.None);

        result.Adds.Should().OnlyContain(static add => add.Outcome == ActionOutcome.Failed);
        runner.CommandLines.Should().EndWith("ipset flush active_response4");
    }

    [Fact]
    public async Task A_run_that_takes_too_long_may_have_had_its_effect()
    {
        var runner = Host(NoSet)
            .Answer(static command => command.Arguments.Contains("restore"), new CommandResult { Outcome = CommandOutcome.TimedOut });

        var result = (await Backend(runner).ApplyAsync(Entries(2), [], CancellationToken.None)).Adds;

        result.Should().OnlyContain(static one => one.Outcome == ActionOutcome.TimedOut && one.MayBeInPlace);
        runner.CommandLines.Should().Equal("iptables-save -t filter", "ipset restore");
    }

    [Fact]
    public async Task A_set_that_is_never_there_when_it_is_to_be_filled_fails_the_batch()
    {
        var runner = Host(NoSet).Answer(IsMaking, Exists);

        var result = await Backend(runner).ApplyAsync(Entries(1), [], CancellationToken.None);

        result.Adds.Single().Detail.Should().Contain("again and again");
    }

    [Fact]
    public async Task Ipset_is_kept_from_looking_for_name_servers()
    {
        var runner = Host(NoSet);

        await Backend(runner).ApplyAsync(Entries(1), [], CancellationToken.None);

        runner.Calls.Single(static call => IsMaking(call.Command)).Command.Environment.Should().Contain("RES_OPTIONS", "no-reload");
    }

    [Fact]
    public async Task Lists_the_ends_that_were_asked_for_and_no_elements_of_others()
    {
        var runner = Host(
                CommandResult.Exited(
                    0,
                    Header
                        + """
                        add active_response4 192.0.2.1 timeout 12 comment "active-response until=1754300000"
                        add active_response4 192.0.2.0/24 timeout 0 comment "active-response"
                        add active_response4 192.0.2.2 timeout 0 comment "active-response until=4000000000"
                        add active_response4 192.0.2.3 timeout 0 comment "somebody's"
                        add active_response4 192.0.2.4 timeout 0 nomatch comment "active-response"
                        add active_response4 2001:db8::1 timeout 0 comment "active-response"
                        add active_response4 192.0.2.5 timeout 0 comment "active-response until=
                        add other 192.0.2.6 timeout 0 comment "active-response"

                        """
                )
            )
            .Answer(IsListingRules, InForce);

        (await Backend(runner).ListedAsync())
            .Where(static entry => !entry.Address.IsIPv6)
            .Should()
            .Equal(At("192.0.2.1", 1_754_300_000), At("192.0.2.0/24", null), At("192.0.2.2", 4_000_000_000));
    }

    [Fact]
    public void Whatever_ipset_lists_is_read_without_an_error()
    {
        string[] words =
        [
            "create",
            "add",
            "active_response4",
            "hash:net",
            "family inet",
            "timeout",
            "0",
            "comment",
            "\"",
            "\"active-response\"",
            "\"active-response until=",
            "12",
            "192.0.2.1",
            "::/0",
            "\n",
            " ",
            "\0",
            "é",
        ];
        Prop.ForAll(
                Gen.Elements(words).ArrayOf().ToArbitrary(),
                parts =>
                {
                    _ = IpsetListing.Parse(string.Join(' ', parts), "active_response4", isIPv6: false).IsOurs;
                    _ = IpsetElement.TryParse(string.Concat(parts), isIPv6: false, out _);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("ipset v7.17: Kernel error received: Operation not permitted\n", "isn't permitted")]
    [InlineData("ipset v7.17: Cannot open session to kernel.\n", "the kernel lacks ipset")]
    [InlineData("ipset v7.17: Error in line 3: Hash is full, cannot add more elements\n", "the set is full")]
    [InlineData("ipset v7.17: Error in line 2: Syntax error: '99' is out of range 0-32\n", "Error in line 2")]
    public void Says_what_a_failure_means(string error, string part) =>
        IpsetFailures.OfIpset.Explain(CommandResult.Exited(1, error: error)).Should().Contain(part).And.NotContain("\n");

    [Fact]
    public async Task The_probe_says_that_nft_can_not_look_into_sets()
    {
        var missing = CommandResult.NotStarted(StartFailure.NotFound, "no");
        var runner = new FakeCommandRunner().Answer(static command => command.Executable == "iptables", missing);
        (await Backend(runner).ProbeAsync(CancellationToken.None))
            .Should()
            .Be(
                new FirewallProbe(
                    IsUsable: false,
                    "iptables isn't installed, and nft can't match sets of ipset. Use nftables, or install iptables."
                )
            );

        runner.Answer(static command => command.Executable == "nft", missing);
        (await Backend(runner).ProbeAsync(CancellationToken.None)).Reason.Should().Contain("apt-get install iptables");

        runner.Answer(static command => command.Executable == "ipset", missing);
        (await Backend(runner).ProbeAsync(CancellationToken.None)).Reason.Should().Contain("apt-get install ipset");
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        IpsetOptions[] wrong =
        [
            new() { Name = "" },
            new() { Set4 = "" },
            new() { Set6 = "a b" },
            new() { Set4 = new string('a', 32) },
            new() { Set4 = "x", Set6 = "x" },
            new() { MaxElements = 0 },
            new() { MaxElements = (1 << 24) + 1 },
            new() { Chain = "INPUT" },
            new() { Refusal = (IptablesRefusal)9 },
            new() { LockFile = "" },
        ];
        foreach (var options in wrong)
        {
            FluentActions
                .Invoking(() => new IpsetBackend(options, new FakeCommandRunner(), _clock))
                .Should()
                .Throw<OptionsValidationException>(options.ToString());
        }
    }

    private static FakeCommandRunner Host(CommandResult saved)
    {
        var host = new FakeCommandRunner().Answer(static command => command.Arguments.Contains("save"), saved);
        return saved.IsSuccess ? host.Answer(IsMaking, Exists) : host;
    }

    private static bool IsListingRules(CommandInvocation command) => command.Executable == "iptables-save";

    private static bool IsMaking(CommandInvocation command) => command.Arguments.SequenceEqual(["restore"]);

    private static FirewallEntry At(string address, long? until) =>
        NftablesBackendExtensions.Entry(address, until is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    private FirewallEntry Entry(string address, int? seconds) =>
        NftablesBackendExtensions.Entry(address, seconds is { } s ? _clock.GetUtcNow() + TimeSpan.FromSeconds(s) : null);

    private static string Text(CommandInvocation command) => System.Text.Encoding.UTF8.GetString(command.StandardInput.Span);

    private FirewallEntry[] Entries(int count) => [.. Enumerable.Range(1, count).Select(i => Entry($"192.0.2.{i}", null))];

    private IpsetBackend Backend(ICommandRunner runner) => new(Options, runner, _clock);
}
