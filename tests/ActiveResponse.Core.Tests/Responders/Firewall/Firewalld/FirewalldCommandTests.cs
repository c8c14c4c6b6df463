using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>What firewall-cmd is given, to the letter, and what is made of its answers.</summary>
public sealed class FirewalldCommandTests : IDisposable
{
    private readonly FakeCommandRunner _runner = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("firewalld-lock-").FullName;

    [Fact]
    public async Task Adds_one_rule_and_reads_it_back()
    {
        Lists("rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n");

        (await AddAsync(new FirewalldOptions { Zone = "public" }, "203.0.113.9")).Single().Outcome.Should().Be(ActionOutcome.Applied);

        _runner
            .CommandLines.Should()
            .Equal(
                "firewall-cmd --zone=public --add-rich-rule=rule family='ipv4' source address='203.0.113.9' drop",
                "firewall-cmd --zone=public --list-rich-rules"
            );
    }

    [Fact]
    public async Task Adds_several_rules_in_one_call_past_those_that_are_there()
    {
        Lists("rule family=\"ipv4\" source address=\"203.0.113.10\" reject\n");

        var results = await AddAsync(
            new FirewalldOptions { Refusal = FirewalldRefusal.Reject },
            "203.0.113.9",
            "203.0.113.10",
            "2001:db8::/32"
        );

        results
            .Select(static result => result.Outcome)
            .Should()
            .Equal(ActionOutcome.Failed, ActionOutcome.AlreadyApplied, ActionOutcome.Failed);
        _runner
            .CommandLines.Should()
            .Equal(
                "firewall-cmd --list-rich-rules",
                "firewall-cmd --add-rich-rule=rule family='ipv4' source address='203.0.113.9' reject --add-rich-rule=rule "
                    + "family='ipv6' source address='2001:db8::/32' reject",
                "firewall-cmd --list-rich-rules"
            );
    }

    [Fact]
    public async Task Removes_a_rule_in_force_and_for_good()
    {
        await new FirewalldBackend(new FirewalldOptions { Permanent = true }, _runner).ApplyAsync(
            [],
            [Some.Prefix("203.0.113.9")],
            CancellationToken.None
        );

        _runner
            .CommandLines.Should()
            .Equal(
                "firewall-cmd --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop",
                "firewall-cmd --list-rich-rules",
                "firewall-cmd --permanent --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop",
                "firewall-cmd --permanent --list-rich-rules"
            );
    }

    [Fact]
    public async Task A_rule_that_somebody_has_made_permanent_is_lifted_there_too()
    {
        _runner.Answer(
            static command => command.Arguments.Contains("--permanent") && command.Arguments.Contains("--list-rich-rules"),
            CommandResult.Exited(0, "rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n")
        );

        await new FirewalldBackend(new FirewalldOptions { Zone = "public" }, _runner).ApplyAsync(
            [],
            [Some.Prefix("203.0.113.9")],
            CancellationToken.None
        );

        _runner
            .CommandLines.Should()
            .Contain("firewall-cmd --permanent --zone=public --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop");
    }

    [Fact]
    public async Task A_rule_is_lifted_in_the_zone_that_was_the_default_one_when_it_was_made_and_in_no_other()
    {
        DefaultZoneIs("public");
        Lists("rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n");
        var backend = new FirewalldBackend(new FirewalldOptions(), _runner);
        var result = await backend.ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None);
        DefaultZoneIs("work");

        await backend.ApplyAsync([], [Some.Prefix("203.0.113.9")], CancellationToken.None);

        result.Adds.Single().Place.Should().Be("firewalld-drop:public");
        ShouldBeLiftedInPublicOnly();
    }

    [Fact]
    public async Task A_later_process_lifts_a_rule_in_the_zone_on_record_and_in_no_other()
    {
        DefaultZoneIs("work");
        Lists("rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n");
        var responder = new FirewallResponder(new FirewalldBackend(new FirewalldOptions(), _runner));

        await responder.RevertAsync(
            new ResponderContext { Order = Some.Order("firewalld-drop"), Place = "firewalld-drop:public" },
            CancellationToken.None
        );

        ShouldBeLiftedInPublicOnly();
    }

    [Fact]
    public async Task A_rule_whose_zone_is_gone_is_gone()
    {
        DefaultZoneIs("work");
        _runner.Answer(static command => command.Arguments.Contains("--get-zones"), CommandResult.Exited(0, "work home\n"));
        var responder = new FirewallResponder(new FirewalldBackend(new FirewalldOptions(), _runner));

        var result = await responder.RevertAsync(
            new ResponderContext { Order = Some.Order("firewalld-drop"), Place = "firewalld-drop:public" },
            CancellationToken.None
        );

        result.Outcome.Should().Be(ActionOutcome.AlreadyLifted);
        _runner.CommandLines.Should().NotContain(static line => line.Contains("remove", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "firewalld-drop", true)]
    [InlineData(null, "firewalld-drop:dmz", true)]
    [InlineData(null, "firewalld-ipset:dmz", false)]
    [InlineData("public", "firewalld-drop", true)]
    [InlineData("public", "firewalld-drop:public", true)]
    [InlineData("public", "firewalld-drop:dmz", false)]
    public void A_named_zone_reaches_its_own_rules_only(string? zone, string place, bool isAt) =>
        new FirewalldBackend(new FirewalldOptions { Zone = zone }, _runner).IsAt(place).Should().Be(isAt);

    [Fact]
    public async Task One_that_an_earlier_process_has_made_is_found_in_whatever_zone_it_is()
    {
        _runner.Answer(static command => command.Arguments.Contains("--get-default-zone"), CommandResult.Exited(0, "public\n"));
        _runner.Answer(
            static command => command.Arguments.Contains("--list-all-zones"),
            CommandResult.Exited(
                0,
                "public (default, active)\n  rich rules: \n\nwork (active)\n  target: default\n  rich rules: \n\trule "
                    + "family=\"ipv4\" source address=\"203.0.113.9\" drop\n"
            )
        );
        _runner.Answer(
            static command => command.Arguments.Contains("--zone=work") && command.Arguments.Contains("--list-rich-rules"),
            CommandResult.Exited(0, "rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n")
        );
        _runner.Answer(
            static command =>
                !command.Arguments.Contains("--zone=work")
                && command.Arguments.Any(static argument => argument.StartsWith("--remove-rich-rule", StringComparison.Ordinal)),
            CommandResult.Exited(0, error: "Warning: NOT_ENABLED: rule family='ipv4' source address='203.0.113.9' drop\n")
        );

        await new FirewalldBackend(new FirewalldOptions(), _runner).ApplyAsync([], [Some.Prefix("203.0.113.9")], CancellationToken.None);

        _runner
            .CommandLines.Should()
            .Contain("firewall-cmd --zone=work --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop");
    }

    private void DefaultZoneIs(string zone)
    {
        _runner.Answer(static command => command.Arguments.Contains("--get-default-zone"), CommandResult.Exited(0, zone + "\n"));
        _runner.Answer(static command => command.Arguments.Contains("--get-zones"), CommandResult.Exited(0, "dmz public work\n"));
    }

    private void ShouldBeLiftedInPublicOnly() =>
        _runner
            .CommandLines.Should()
            .Contain("firewall-cmd --zone=public --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop")
            .And.Contain("firewall-cmd --permanent --zone=public --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop")
            .And.NotContain(static line =>
                line.Contains("remove", StringComparison.Ordinal) && !line.Contains("--zone=public", StringComparison.Ordinal)
            );

    [Fact]
    public async Task The_probe_names_the_zones_with_interfaces_that_blocks_do_not_hold_in()
    {
        _runner.Answer(static command => command.Arguments.Contains("--get-default-zone"), CommandResult.Exited(0, "public\n"));
        _runner.Answer(
            static command => command.Arguments.Contains("--get-active-zones"),
            CommandResult.Exited(0, "docker\n  interfaces: docker0 br0\npublic\n  interfaces: eth0\ntrusted\n  sources: 198.51.100.0/24\n")
        );

        (await new FirewalldBackend(new FirewalldOptions(), _runner).ProbeAsync(CancellationToken.None))
            .Reason.Should()
            .EndWith(" Blocks apply to the zone public only, not to docker (docker0 br0).");
    }

    [Fact]
    public async Task A_thousand_rules_take_calls_of_five_hundred()
    {
        await AddAsync(
            new FirewalldOptions(),
            [.. Enumerable.Range(0, 1001).Select(static i => $"2001:db8:1111:2222:3333:4444:5555:{i:x}")]
        );

        var adds = _runner.Calls.Where(static call => call.CommandLine.Contains("--add-rich-rule")).ToList();
        adds.Select(static call => call.Command.Arguments.Length).Should().Equal(500, 500, 1);
        adds.Should().OnlyContain(static call => call.CommandLine.Length < 100_000);
    }

    [Fact]
    public async Task Success_without_a_rule_is_a_failure_with_the_reason_that_was_given()
    {
        _runner.Answer(
            Adds,
            CommandResult.Exited(0, "success\n", "Warning: INVALID_ADDR: 203.0.113.9\nWarning: INVALID_ADDR: 203.0.113.99\n")
        );

        var results = await AddAsync(new FirewalldOptions(), "203.0.113.9", "203.0.113.10");

        results[0].Detail.Should().Be("203.0.113.9: Warning: INVALID_ADDR: 203.0.113.9");
        results[1].Detail.Should().Contain("203.0.113.10: firewall-cmd reported success");
    }

    [Theory]
    [InlineData("Warning: ALREADY_ENABLED: 'rule family=\"ipv4\" source address=\"203.0.113.9\" drop' already in 'public'\n")]
    [InlineData("Warning: ALREADY_ENABLED\n")]
    public async Task A_rule_that_was_there_is_told_by_any_version(string warning)
    {
        Lists("rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n");
        _runner.Answer(Adds, CommandResult.Exited(0, "success\n", warning));

        (await AddAsync(new FirewalldOptions(), "203.0.113.9")).Single().Outcome.Should().Be(ActionOutcome.AlreadyApplied);
    }

    [Fact]
    public async Task A_block_that_can_not_be_made_permanent_is_taken_back()
    {
        Lists("rule family=\"ipv4\" source address=\"203.0.113.9\" drop\n");
        _runner.Answer(
            static command => command.Arguments.Contains("--permanent"),
            CommandResult.Exited(1, error: "Error: No space left on device\n")
        );
        _runner.Answer(
            static command => command.Arguments.Contains("--permanent") && command.Arguments.Contains("--list-rich-rules"),
            CommandResult.Exited(0)
        );

        var result = (await AddAsync(new FirewalldOptions { Permanent = true }, "203.0.113.9")).Single();

        result.Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("No space left"));
        _runner.CommandLines.Should().Contain("firewall-cmd --remove-rich-rule=rule family='ipv4' source address='203.0.113.9' drop");
    }

    [Theory]
    [InlineData(252, "Error: FirewallD is not running\n", "isn't running")]
    [InlineData(253, "Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.\n", "Run as root")]
    [InlineData(36, "Error: DBUS_ERROR: Failed to connect to socket /run/dbus/system_bus_socket\n", "D-Bus: DBUS_ERROR: Failed to connect")]
    public async Task Says_why_nothing_works(int exitCode, string error, string said)
    {
        _runner.Answer(CommandResult.Exited(exitCode, error: error));
        IFirewallBackend[] backends = [new FirewalldBackend(new FirewalldOptions(), _runner), Sets()];

        foreach (var backend in backends)
        {
            (await backend.ProbeAsync(CancellationToken.None))
                .Should()
                .Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains(said));
            var result = await backend.ApplyAsync([Entry("203.0.113.9"), Entry("203.0.113.10")], [], CancellationToken.None);
            result.Adds.Should().OnlyContain(one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains(said));
        }
    }

    [Fact]
    public async Task Says_that_the_program_is_missing()
    {
        _runner.Answer(CommandResult.NotStarted(StartFailure.NotFound, "not found"));

        (await new FirewalldBackend(new FirewalldOptions(), _runner).ProbeAsync(CancellationToken.None))
            .Reason.Should()
            .Contain("Install firewalld");
        (await AddAsync(new FirewalldOptions(), "203.0.113.9")).Single().Detail.Should().Contain("Install firewalld");
    }

    [Fact]
    public async Task A_few_entries_of_a_set_are_named_and_many_come_as_a_file()
    {
        _runner.Answer(
            static command => command.Arguments.Contains("--get-ipsets"),
            CommandResult.Exited(0, "active-response4 active-response6\n")
        );
        _runner.Answer(
            static command => command.Arguments.Contains("--list-sources"),
            CommandResult.Exited(0, "ipset:active-response4 ipset:active-response6\n")
        );

        await Sets().ApplyAsync([Entry("203.0.113.9"), Entry("203.0.113.10"), Entry("2001:db8::9")], [], CancellationToken.None);
        await Sets().ApplyAsync([.. Enumerable.Range(1, 9).Select(static i => Entry($"192.0.2.{i}"))], [], CancellationToken.None);

        _runner
            .CommandLines.Where(static line => line.Contains("--add-"))
            .Should()
            .Equal(
                "firewall-cmd --ipset=active-response4 --add-entry=203.0.113.9 --add-entry=203.0.113.10",
                "firewall-cmd --ipset=active-response6 --add-entry=2001:db8::9",
                "firewall-cmd --ipset=active-response4 --add-entries-from-file=/dev/stdin"
            );
        _runner.Calls.Single(static call => call.Input.Length > 0).Input.Should().StartWith("192.0.2.1\n192.0.2.2\n");
    }

    [Fact]
    public async Task The_first_block_makes_the_sets_and_reloads()
    {
        await Sets().ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None);

        _runner
            .CommandLines.Where(static line => !line.Contains("--list-") && !line.Contains("--get-"))
            .Take(8)
            .Should()
            .Equal(
                "firewall-cmd --permanent --new-ipset=active-response4 --type=hash:ip --option=maxelem=131072",
                "firewall-cmd --permanent --ipset=active-response4 --set-short=active-response",
                "firewall-cmd --permanent --zone=drop --add-source=ipset:active-response4",
                "firewall-cmd --permanent --new-ipset=active-response6 --type=hash:ip --option=family=inet6 --option=maxelem=131072",
                "firewall-cmd --permanent --ipset=active-response6 --set-short=active-response",
                "firewall-cmd --permanent --zone=drop --add-source=ipset:active-response6",
                "firewall-cmd --reload",
                "firewall-cmd --zone=drop --add-source=ipset:active-response4"
            );
    }

    [Fact]
    public async Task A_lock_that_others_hold_for_too_long_fails_the_batch_and_runs_nothing()
    {
        using var held = new FileLock(Options.LockFile, TimeSpan.Zero, TimeProvider.System).TryTake();

        var result = await Sets(Options with { LockTimeout = TimeSpan.Zero })
            .ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None);

        result
            .Adds.Single()
            .Should()
            .Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("Can't lock"));
        _runner.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("rule family=\"ipv4\" source address=\"203.0.113.9\" drop", true)]
    [InlineData("rule family=\"ipv6\" source address=\"2001:db8::/32\" drop", true)]
    [InlineData("rule family=\"ipv4\" source address=\"203.0.113.9\" reject", false)]
    [InlineData("rule family=\"ipv4\" source address=\"203.0.113.9/32\" drop", false)]
    [InlineData("rule family=\"ipv4\" source address=\"203.0.113.9/24\" drop", false)]
    [InlineData("rule family=\"ipv6\" source address=\"203.0.113.9\" drop", false)]
    [InlineData("rule family=\"ipv4\" source NOT address=\"203.0.113.9\" drop", false)]
    [InlineData("rule family=\"ipv4\" source address=\"203.0.113.9\" drop limit value=\"1/m\"", false)]
    [InlineData("source address=\"", false)]
    [InlineData("", false)]
    public void Only_the_one_form_of_rule_counts(string line, bool counts) =>
        new FirewalldRichRule(FirewalldRefusal.Drop).TryRead(line, out _).Should().Be(counts);

    [Fact]
    public void Refuses_options_out_of_range()
    {
        FirewalldOptions[] rules =
        [
            new() { Name = " " },
            new() { Zone = "" },
            new() { Zone = "a b" },
            new() { Zone = "-x" },
            new() { Zone = new string('z', 18) },
            new() { Refusal = (FirewalldRefusal)2 },
        ];
        FirewalldIpsetOptions[] sets =
        [
            new() { Name = "" },
            new() { Set = "" },
            new() { Set = "4x" },
            new() { Set = "a b" },
            new() { Set = new string('s', 31) },
            new() { Zone = "" },
            new() { Reload = (FirewalldReload)3 },
            new() { MaxElements = 1023 },
            new() { MaxElements = (1 << 24) + 1 },
            new() { LockFile = "lock" },
            new() { LockFile = "/run/" },
            new() { LockTimeout = TimeSpan.FromTicks(-1) },
            new() { LockTimeout = TimeSpan.FromMinutes(10.1) },
        ];

        rules
            .Should()
            .AllSatisfy(options =>
                FluentActions.Invoking(() => new FirewalldBackend(options, _runner)).Should().Throw<OptionsValidationException>()
            );
        sets.Should().AllSatisfy(options => FluentActions.Invoking(() => Sets(options)).Should().Throw<OptionsValidationException>());
    }

    [Fact]
    public void Takes_the_ends_of_each_range()
    {
        _ = new FirewalldBackend(new FirewalldOptions { Zone = new string('z', 17) }, _runner);
        _ = Sets(Options with { Set = new string('s', 30), MaxElements = 1024, LockTimeout = TimeSpan.Zero });
        _ = Sets(Options with { MaxElements = 1 << 24, LockTimeout = TimeSpan.FromMinutes(10) });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FirewalldIpsetOptions Options => new() { LockFile = Path.Combine(_folder, "lock") };

    private FirewalldIpsetBackend Sets(FirewalldIpsetOptions? options = null) => new(options ?? Options, _runner, TimeProvider.System);

    private void Lists(string rules) =>
        _runner.Answer(static command => command.Arguments.Contains("--list-rich-rules"), CommandResult.Exited(0, rules));

    private async Task<IReadOnlyList<ResponderResult>> AddAsync(FirewalldOptions options, params string[] addresses) =>
        (await new FirewalldBackend(options, _runner).ApplyAsync([.. addresses.Select(Entry)], [], CancellationToken.None)).Adds;

    private static bool Adds(CommandInvocation command) =>
        command.Arguments.Any(static argument => argument.StartsWith("--add-rich-rule", StringComparison.Ordinal));

    private static FirewallEntry Entry(string address) => new(Some.Prefix(address), null);
}
