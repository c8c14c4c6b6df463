using System.Text;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>What iptables is given to read, to the letter, and what is made of its answers.</summary>
public sealed class IptablesScriptTests : IDisposable
{
    private const string Empty = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n";

    private readonly ManualClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-iptables-").FullName;

    private IptablesOptions Options => new() { LockFile = Path.Combine(_folder, "lock") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Long: the expected text, line by line.
    [Fact]
    public async Task The_first_batch_makes_the_chain_and_what_leads_to_it()
    {
        var runner = Host(Empty);

        await Backend(runner)
            .ApplyAsync(
                [Entry("192.0.2.1", 1_754_300_600), Entry("192.0.2.0/24"), Entry("2001:db8::1")],
                [Some.Prefix("192.0.2.9")],
                CancellationToken.None
            );

        runner
            .CommandLines.Should()
            .Equal(
                "iptables-save -t filter",
                "iptables-restore --noflush --wait=10",
                "ip6tables-save -t filter",
                "ip6tables-restore --noflush --wait=10"
            );
        runner
            .Calls[1]
            .Input.Should()
            .Be(
                """
                *filter
                :active_response - [0:0]
                -I INPUT 1 -m comment --comment active-response -j active_response
                -I FORWARD 1 -m comment --comment active-response -j active_response
                -A active_response -s 192.0.2.1/32 -m comment --comment "active-response until=1754300600" -j DROP
                -A active_response -s 192.0.2.0/24 -m comment --comment active-response -j DROP
                COMMIT

                """
            );
        runner
            .Calls[3]
            .Input.Should()
            .Be(
                """
                *filter
                :active_response - [0:0]
                -I INPUT 1 -m comment --comment active-response -j active_response
                -I FORWARD 1 -m comment --comment active-response -j active_response
                -A active_response -p ipv6-icmp -m icmp6 --icmpv6-type 135 -m comment --comment active-response -j RETURN
                -A active_response -p ipv6-icmp -m icmp6 --icmpv6-type 136 -m comment --comment active-response -j RETURN
                -A active_response -s 2001:db8::1/128 -m comment --comment active-response -j DROP
                COMMIT

                """
            );
    }

    [Fact]
    public async Task Rejecting_leads_to_a_second_chain_and_options_name_programs_and_hooks()
    {
        var runner = Host(Empty + "*filter\n:DOCKER-USER - [0:0]\n");
        var options = Options with
        {
            Chain = "edge",
            Forward = false,
            Refusal = IptablesRefusal.Reject,
            Variant = IptablesVariant.Legacy,
            Wait = TimeSpan.FromSeconds(3),
        };

        await Backend(runner, options).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None);

        runner.CommandLines.Should().Equal("iptables-legacy-save -t filter", "iptables-legacy-restore --noflush --wait=3");
        runner
            .Calls[1]
            .Input.Should()
            .Be(
                """
                *filter
                :edge - [0:0]
                :edge_rej - [0:0]
                -A edge_rej -p tcp -m comment --comment active-response -j REJECT --reject-with tcp-reset
                -A edge_rej -m comment --comment active-response -j REJECT --reject-with icmp-port-unreachable
                -I INPUT 1 -m comment --comment active-response -j edge
                -I DOCKER-USER 1 -m comment --comment active-response -j edge
                -A edge -s 192.0.2.1/32 -m comment --comment active-response -j edge_rej
                COMMIT

                """
            );
    }

    [Fact]
    public async Task A_small_change_takes_rules_out_as_they_stand_and_leaves_those_of_others()
    {
        var runner = Host(
            Armed(
                "-s 192.0.2.1/32 -m comment --comment \"active-response until=5\" -j DROP",
                "-s 192.0.2.1/32 -m comment --comment \"active-response until=9\" -j DROP",
                "-s 192.0.2.2/32 -j DROP",
                "-s 192.0.2.3/32 -m comment --comment active-response -j DROP"
            )
        );

        var result = await Backend(runner)
            .ApplyAsync(
                [Entry("192.0.2.1", 20), Entry("192.0.2.3")],
                [Some.Prefix("192.0.2.2"), Some.Prefix("192.0.2.4")],
                CancellationToken.None
            );

        runner
            .Calls[^1]
            .Input.Should()
            .Be(
                """
                *filter
                -A active_response -s 192.0.2.1/32 -m comment --comment "active-response until=20" -j DROP
                -D active_response -s 192.0.2.1/32 -m comment --comment "active-response until=5" -j DROP
                -D active_response -s 192.0.2.1/32 -m comment --comment "active-response until=9" -j DROP
                COMMIT

                """
            );
        result.Adds.Should().OnlyContain(static add => add.Outcome == ActionOutcome.Applied);
        result.Removes.Should().OnlyContain(static remove => remove.Outcome == ActionOutcome.AlreadyLifted);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_runs_nothing()
    {
        var runner = Host(Armed("-s 192.0.2.1/32 -m comment --comment \"active-response until=5\" -j DROP"));

        await Backend(runner).ApplyAsync([Entry("192.0.2.1", 5)], [Some.Prefix("192.0.2.2")], CancellationToken.None);

        runner.CommandLines.Should().Equal("iptables-save -t filter");
    }

    [Fact]
    public async Task Many_removals_write_the_chain_anew_with_the_rules_of_others_in_their_order()
    {
        var ours = Enumerable.Range(1, 20).Select(static i => $"-s 192.0.2.{i}/32 -m comment --comment active-response -j DROP");
        var runner = Host(Armed(["-s 203.0.113.1/32 -j ACCEPT", .. ours, "-p udp -j DROP"]));

        var result = await Backend(runner)
            .ApplyAsync(
                [Entry("192.0.2.99")],
                [.. Enumerable.Range(1, 19).Select(static i => Some.Prefix($"192.0.2.{i}"))],
                CancellationToken.None
            );

        runner
            .Calls[^1]
            .Input.Should()
            .Be(
                """
                *filter
                :active_response - [0:0]
                -A active_response -s 203.0.113.1/32 -j ACCEPT
                -A active_response -s 192.0.2.20/32 -m comment --comment active-response -j DROP
                -A active_response -p udp -j DROP
                -A active_response -s 192.0.2.99/32 -m comment --comment active-response -j DROP
                COMMIT

                """
            );
        result.Removes.Should().OnlyContain(static remove => remove.Outcome == ActionOutcome.Lifted);
    }

    [Fact]
    public async Task A_rule_of_somebody_elses_is_written_anew_as_it_was_read()
    {
        var ours = Enumerable.Range(1, 20).Select(static i => $"-s 192.0.2.{i}/32 -m comment --comment active-response -j DROP");
        var runner = Host(Armed(["-s 203.0.113.1/32 -m comment --comment \"für später\" -j ACCEPT", .. ours]));

        await Backend(runner)
            .ApplyAsync([], [.. Enumerable.Range(1, 20).Select(static i => Some.Prefix($"192.0.2.{i}"))], CancellationToken.None);

        runner.Calls[^1].Input.Should().Contain("-A active_response -s 203.0.113.1/32 -m comment --comment \"für später\" -j ACCEPT\n");
    }

    [Theory]
    [InlineData(
        "iptables-restore v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n",
        "isn't permitted"
    )]
    [InlineData("iptables-restore v1.8.9 (legacy): Couldn't load match `comment':No such file or directory\n", "no match 'comment'")]
    [InlineData(
        "Another app is currently holding the xtables lock; still -9s 0us time ahead to have a chance to grab the lock...\n",
        "waited for another program"
    )]
    [InlineData("iptables v1.8.9 (nf_tables): table `filter' is incompatible, use 'nft' tool.\n", "Use nftables")]
    [InlineData(
        "iptables v1.8.9 (legacy): can't initialize iptables table `filter': Table does not exist (do you need to insmod?)\n",
        "the kernel lacks"
    )]
    [InlineData("iptables-nft-restore v1.8.9 (nf_tables): \nline 2: CHAIN_DEL failed (Device or resource busy): chain X\n", "line 2")]
    [InlineData("", "exit code 3, without a message")]
    public void Says_what_a_failure_means(string error, string part) =>
        IptablesFailures.Of("iptables").Explain(CommandResult.Exited(3, error: error)).Should().Contain(part).And.NotContain("\n");

    [Fact]
    public async Task A_missing_program_fails_each_entry_and_the_probe_and_names_the_package()
    {
        var runner = new FakeCommandRunner().Answer(CommandResult.NotStarted(StartFailure.NotFound, "no"));

        (await Backend(runner).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None))
            .Adds.Single()
            .Detail.Should()
            .Contain("apt-get install iptables");
        (await Backend(runner).ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("apt-get install iptables"));
        await FluentActions.Awaiting(() => Backend(runner).ListAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Without_ip6tables_IPv4_is_blocked_and_listed_and_the_probe_says_so()
    {
        var runner = Host(Empty)
            .Answer(static command => command.Arguments.Contains("--version"), CommandResult.Exited(0, "iptables v1.8.9 (legacy)\n"))
            .Answer(
                static command => command.Executable.StartsWith("ip6", StringComparison.Ordinal),
                CommandResult.NotStarted(StartFailure.NotFound, "no")
            );

        var result = await Backend(runner).ApplyAsync([Entry("192.0.2.1"), Entry("2001:db8::1")], [], CancellationToken.None);

        result.Adds.Select(static add => add.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.Failed);
        (await Backend(runner).ListAsync(CancellationToken.None)).Should().BeEmpty();
        (await Backend(runner).ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe =>
                probe.IsUsable && probe.Reason.Contains("IPv6 can't be blocked: ip6tables isn't installed")
            );
    }

    [Fact]
    public async Task A_run_that_takes_too_long_may_have_had_its_effect()
    {
        var runner = Host(Empty)
            .Answer(static command => command.Executable == "iptables-restore", new CommandResult { Outcome = CommandOutcome.TimedOut });

        var result = (await Backend(runner).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None)).Adds.Single();

        result.Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.TimedOut && one.MayBeInPlace);
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_fails_the_batch_after_the_wait()
    {
        using var held = new FileLock(Options.LockFile, TimeSpan.Zero, _clock).TryTake();
        var runner = Host(Empty);

        var batch = Backend(runner).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None).AsTask();
        await _clock.AdvanceUntilAsync(batch);

        (await batch).Adds.Single().Detail.Should().Contain($"Can't lock {Options.LockFile} within 10 s");
        runner.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lock_file_that_can_not_be_made_fails_the_batch_at_once()
    {
        var options = Options with { LockFile = Path.Combine(_folder, "none", "lock") };

        var result = await Backend(Host(Empty), options).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None);

        result.Adds.Single().Detail.Should().Contain("et another lock file");
    }

    [Fact]
    public async Task A_lock_file_is_readable_by_its_owner_only()
    {
        await Backend(Host(Empty)).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Options.LockFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("-s 192.0.2.1/32 -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment active-responses -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment \"active-response until=x\" -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment \"active-response until=9999999999999999999\" -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment \"active-response until=999999999999999\" -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment active-response -j ACCEPT")]
    [InlineData("-s 192.0.2.1/32 -p tcp -m comment --comment active-response -j DROP")]
    [InlineData("-s 192.0.2.1/255.0.255.0 -m comment --comment active-response -j DROP")]
    [InlineData("! -s 192.0.2.1/32 -m comment --comment active-response -j DROP")]
    [InlineData("-s 2001:db8::1/128 -m comment --comment active-response -j DROP")]
    [InlineData("-s 192.0.2.1/32 -m comment --comment active-response -j REJECT --reject-with icmp-port-unreachable")]
    public async Task A_rule_that_is_not_of_our_form_is_not_listed(string rule)
    {
        var runner = Host(Armed(rule, "-s 192.0.2.7/32 -m comment --comment active-response -j DROP"));

        (await Backend(runner).AddressesAsync()).Should().Equal("192.0.2.7");
    }

    [Fact]
    public async Task An_address_that_is_there_twice_is_listed_once_with_the_later_end()
    {
        var runner = Host(
            Armed(
                "-s 192.0.2.1/32 -m comment --comment \"active-response until=9\" -j DROP",
                "-s 192.0.2.1/32 -m comment --comment \"active-response until=5\" -j DROP",
                "-s 192.0.2.2/32 -m comment --comment \"active-response until=5\" -j DROP",
                "-s 192.0.2.2/32 -m comment --comment active-response -j DROP",
                "-m comment --comment active-response -j DROP"
            )
        );

        (await Backend(runner).ListedAsync()).Should().Equal(Entry("192.0.2.1", 9), Entry("192.0.2.2"), Entry("0.0.0.0/0"));
    }

    [Fact]
    public async Task Other_tables_and_a_chain_of_somebody_elses_are_not_looked_at()
    {
        var runner = Host(
            "*nat\n:active_response - [0:0]\n-A active_response -s 192.0.2.1/32 -m comment --comment active-response -j DROP\nCOMMIT\n"
                + "*filter\n:INPUT ACCEPT [0:0]\n:active_response - [0:0]\n-A active_response -s 192.0.2.2/32 -j DROP\nCOMMIT\n"
        );

        (await Backend(runner).ListedAsync()).Should().BeEmpty();
        (await Backend(runner).ApplyAsync([Entry("192.0.2.1")], [], CancellationToken.None))
            .Adds.Single()
            .Detail.Should()
            .Contain("isn't ours");
        (await Backend(runner).ProbeAsync(CancellationToken.None)).IsUsable.Should().BeFalse();
        await Backend(runner).UninstallAsync(CancellationToken.None);
        runner.CommandLines.Should().NotContain("iptables-restore --noflush --wait=10");
    }

    [Fact]
    public void Whatever_iptables_lists_is_read_without_an_error()
    {
        string[] words =
        [
            "*filter",
            "*nat",
            "COMMIT",
            ":",
            ":active_response",
            "-A",
            "-A active_response",
            "-s",
            "192.0.2.1/32",
            "192.0.2.1",
            "::/0",
            "-m comment --comment",
            "active-response",
            "\"active-response until=",
            "12",
            "\"",
            "-j",
            "DROP",
            "\n",
            " ",
            "\r",
            "#",
            "\0",
            "é",
            "-",
            "[0:0]",
        ];
        Prop.ForAll(
                Gen.Elements(words).ArrayOf().ToArbitrary(),
                parts =>
                {
                    var text = string.Join(' ', parts);
                    var table = IptablesTable.Parse(Encoding.UTF8.GetBytes(text));
                    _ = new IptablesChain(new IptablesFrame(Options.Place, isIPv6: false), table, isIPv6: false).Entries.ToList();
                    _ = IptablesRule.TryParse(text, isIPv6: false, out _);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_rule_is_read_back_as_it_was_written() =>
        Prop.ForAll<byte[], bool, long?>(
                (bytes, isIPv6, seconds) =>
                {
                    var address = new System.Net.IPAddress([.. bytes.Concat(new byte[16]).Take(isIPv6 ? 16 : 4)]);
                    var prefix = ActiveResponse.Configuration.AddressPrefix.From(address, (bytes.Length * 7) % (isIPv6 ? 129 : 33));
                    var rule = new IptablesRule(prefix, seconds is { } s ? Math.Abs(s % 200_000_000_000) : null, "DROP");
                    return IptablesRule.TryParse(rule.ToString(), prefix.IsIPv6, out var read) && read == rule;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        IptablesOptions[] wrong =
        [
            new() { Name = " " },
            new() { Chain = "" },
            new() { Chain = "1st" },
            new() { Chain = "a b" },
            new() { Chain = "a\nb" },
            new() { Chain = "input" },
            new() { Chain = "Drop" },
            new() { Chain = new string('a', 25) },
            new() { Refusal = (IptablesRefusal)7 },
            new() { Variant = (IptablesVariant)7 },
            new() { Wait = TimeSpan.Zero },
            new() { Wait = TimeSpan.FromSeconds(1.5) },
            new() { Wait = TimeSpan.FromMinutes(11) },
            new() { LockFile = "lock" },
            new() { LockFile = "/a\0b" },
        ];
        foreach (var options in wrong)
        {
            FluentActions
                .Invoking(() => new IptablesBackend(options, new FakeCommandRunner(), _clock))
                .Should()
                .Throw<OptionsValidationException>(options.ToString());
        }

        _ = new IptablesBackend(
            new IptablesOptions { Chain = new string('a', 24), Wait = TimeSpan.FromMinutes(10) },
            new FakeCommandRunner(),
            _clock
        );
    }

    private static FakeCommandRunner Host(string saved) =>
        new FakeCommandRunner()
            .Answer(
                static command =>
                    command.Executable.EndsWith("-save", StringComparison.Ordinal)
                    && !command.Executable.StartsWith("ip6", StringComparison.Ordinal),
                CommandResult.Exited(0, saved)
            )
            .Answer(
                static command =>
                    command.Executable.StartsWith("ip6", StringComparison.Ordinal)
                    && command.Executable.EndsWith("-save", StringComparison.Ordinal),
                CommandResult.Exited(0, Empty)
            );

    private static string Armed(params string[] rules)
    {
        var text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:active_response - [0:0]\n");
        foreach (var hook in new[] { "INPUT", "FORWARD" })
        {
            text.Append($"-A {hook} -m comment --comment active-response -j active_response\n-A {hook} -p tcp -j ACCEPT\n");
        }

        return text.AppendJoin("", rules.Select(static rule => $"-A active_response {rule}\n")).Append("COMMIT\n").ToString();
    }

    private static FirewallEntry Entry(string address, long? until = null) =>
        NftablesBackendExtensions.Entry(address, until is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    private IptablesBackend Backend(ICommandRunner runner, IptablesOptions? options = null) => new(options ?? Options, runner, _clock);
}
