using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.AixIpsec;

/// <summary>What the programs are run with, to the letter, and what is made of the table.</summary>
public sealed class AixIpsecBackendTests : IDisposable
{
    private readonly AixIpsecStandIn _aix = new();
    private readonly LockFolder _lock = new();

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task Runs_these_command_lines_and_no_others()
    {
        var backend = Backend();

        await ApplyAsync(backend, ["203.0.113.9", "192.0.2.0/24"], []);
        await ApplyAsync(backend, [], ["203.0.113.9"]);
        await ApplyAsync(backend, [], ["203.0.113.9"]);

        _aix.Lines.Should()
            .Equal(
                "lsfilt -v 4 -O",
                "genfilt -v 4 -a D -s 203.0.113.9 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B -D active-response",
                "genfilt -v 4 -a D -s 192.0.2.0 -m 255.255.255.0 -d 0.0.0.0 -M 0.0.0.0 -w B -D active-response",
                "mkfilt -v 4 -u",
                "lsfilt -v 4 -O",
                "lsfilt -v 4 -O",
                "rmfilt -v 4 -n 3",
                "mkfilt -v 4 -u",
                "lsfilt -v 4 -O",
                "lsfilt -v 4 -O",
                "lsfilt -v 4 -O"
            );
    }

    [Fact]
    public async Task Rules_can_be_put_before_those_of_others()
    {
        _aix.AddRule("permit", "0.0.0.0", "0.0.0.0", "everybody");

        await ApplyAsync(Backend(new AixIpsecOptions { BeforeRule = 2, Description = "Access Denied by OSSEC-HIDS" }), ["203.0.113.9"], []);

        _aix.Changes.First()
            .Should()
            .Be("genfilt -v 4 -n 2 -a D -s 203.0.113.9 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B -D Access Denied by OSSEC-HIDS");
        _aix.Active.Split('\n')[1].Should().StartWith("deny|203.0.113.9|");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Rules_go_from_the_last_to_the_first_whatever_number_the_list_begins_with(int first)
    {
        var aix = new AixIpsecStandIn { FirstNumber = first };
        var backend = Backend(aix: aix);
        await ApplyAsync(backend, ["203.0.113.9"], []);
        aix.AddRule("deny", "203.0.113.99", "255.255.255.255", "Administrator");
        await ApplyAsync(backend, ["203.0.113.10"], []);
        aix.AddRule("deny", "203.0.113.9", "255.255.255.255", "active-response");

        (await ApplyAsync(backend, [], ["203.0.113.9", "203.0.113.10"]))
            .Removes.Should()
            .OnlyContain(static result => result.Outcome == ActionOutcome.Lifted);

        aix.Changes.Where(static line => line.StartsWith("rmfilt", StringComparison.Ordinal))
            .Should()
            .Equal("rmfilt -v 4 -n 6", "rmfilt -v 4 -n 5", "rmfilt -v 4 -n 3");
        aix.Active.Should().Contain("203.0.113.99|").And.NotContain("203.0.113.9|").And.NotContain("203.0.113.10|");
    }

    [Theory]
    [InlineData(
        "3|deny|203.0.113.99|255.255.255.255|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response",
        "203.0.113.99"
    )]
    [InlineData(
        "3|deny|192.0.2.0|255.255.255.0|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response",
        "192.0.2.0/24"
    )]
    [InlineData(
        "3|deny|203.0.113.9|255.255.255.255|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response too",
        null
    )]
    [InlineData(
        "3|permit|203.0.113.9|255.255.255.255|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response",
        null
    )]
    [InlineData(
        "3|deny|203.0.113.9|255.255.255.255|192.0.2.1|255.255.255.255|yes|all|any|0|any|0|both|both|no|all "
            + "packets|0|all|0|||active-response",
        null
    )]
    [InlineData(
        "3|deny|203.0.113.9|255.0.255.0|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response",
        null
    )]
    [InlineData("3|deny|203.0.113.9|255.255.255.255|active-response", null)]
    [InlineData(
        "x|deny|203.0.113.9|255.255.255.255|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||active-response",
        null
    )]
    public void A_rule_is_ours_only_to_the_letter(string line, string? expected)
    {
        var rules = AixIpsecListing.Parse($"1|permit|…\n2|*** …|no\n{line}\n", "active-response");

        rules.Select(static rule => (rule.Number, rule.Source.ToString())).Should().Equal(expected is null ? [] : [(3, expected)]);
    }

    [Fact]
    public async Task A_rule_that_could_not_be_activated_is_told_and_activated_by_the_next_attempt()
    {
        _aix.Spoil = static command =>
            command.Executable == "mkfilt" ? CommandResult.Exited(1, error: "IP Security is not started.\n") : null;
        var backend = Backend();

        var result = (await ApplyAsync(backend, ["203.0.113.9"], [])).Adds.Single();
        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeTrue();
        result.Detail.Should().Be("203.0.113.9: the rule is in the table but not active. mkfilt: IP Security is not started.");

        _aix.Spoil = static _ => null;
        (await ApplyAsync(backend, ["203.0.113.9"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        _aix.Active.Should().Contain("203.0.113.9|");
    }

    [Fact]
    public async Task A_removal_that_could_not_be_activated_is_activated_by_the_next_attempt()
    {
        var backend = Backend();
        await ApplyAsync(backend, ["203.0.113.9"], []);
        _aix.Spoil = static command => command.Executable == "mkfilt" ? CommandResult.Exited(1, error: "busy\n") : null;
        (await ApplyAsync(backend, [], ["203.0.113.9"])).Removes.Single().Outcome.Should().Be(ActionOutcome.Failed);

        _aix.Spoil = static _ => null;
        (await ApplyAsync(backend, [], ["203.0.113.9"])).Removes.Single().IsSuccess.Should().BeTrue();

        _aix.Active.Should().NotContain("203.0.113.9|");
    }

    [Theory]
    [InlineData(CommandOutcome.FailedToStart, ActionOutcome.Failed)]
    [InlineData(CommandOutcome.TimedOut, ActionOutcome.TimedOut)]
    public async Task A_program_that_hangs_or_is_missing_is_not_tried_for_each_entry(CommandOutcome outcome, ActionOutcome expected)
    {
        _aix.Spoil = command => command.Executable == "genfilt" ? new CommandResult { Outcome = outcome } : null;

        var result = (await ApplyAsync(Backend(), ["203.0.113.9", "203.0.113.10"], [])).Adds;

        result.Should().OnlyContain(one => one.Outcome == expected);
        _aix.Lines.Count(static line => line.StartsWith("genfilt", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task A_rule_that_can_not_be_removed_is_told()
    {
        var backend = Backend();
        await ApplyAsync(backend, ["203.0.113.9"], []);
        _aix.Spoil = static command => command.Executable == "rmfilt" ? CommandResult.Exited(1, error: "not now\n") : null;

        (await ApplyAsync(backend, [], ["203.0.113.9"])).Removes.Single().Detail.Should().Be("203.0.113.9: rmfilt: not now.");
        await FluentActions.Awaiting(() => backend.UninstallAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task What_was_done_and_can_not_be_looked_at_may_be_in_place()
    {
        var lists = 0;
        _aix.Spoil = command => command.Executable == "lsfilt" && ++lists == 2 ? CommandResult.Exited(1, error: "no") : null;

        var result = (await ApplyAsync(Backend(), ["203.0.113.9"], [])).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeTrue();
    }

    [Theory]
    [InlineData(true, "lsfilt isn't installed, or isn't in a system folder.")]
    [InlineData(false, "lsfilt isn't installed, or isn't in a system folder. " + AixIpsecBackend.NotAix)]
    public async Task On_another_system_the_probe_says_whose_programs_they_are(bool isAix, string expected)
    {
        _aix.Spoil = static _ => CommandResult.NotStarted(StartFailure.NotFound, "");
        var backend = new AixIpsecBackend(
            new AixIpsecOptions { LockFile = _lock.File },
            _aix,
            TimeProvider.System,
            isAix ? HostSystem.Aix : HostSystem.Linux
        );

        (await backend.ProbeAsync(CancellationToken.None)).Should().Be(new FirewallProbe(IsUsable: false, expected));
    }

    [Fact]
    public async Task IPv6_is_refused_and_runs_nothing()
    {
        (await ApplyAsync(Backend(), ["2001:db8::9"], ["2001:db8::8"])).Adds.Single().Outcome.Should().Be(ActionOutcome.Refused);

        _aix.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(" a", null)]
    [InlineData("a|b", null)]
    [InlineData("a\nb", null)]
    [InlineData("a", 1)]
    public void Refuses_options_out_of_range(string description, int? before) =>
        FluentActions
            .Invoking(() => Backend(new AixIpsecOptions { Description = description, BeforeRule = before }))
            .Should()
            .Throw<OptionsValidationException>();

    [Fact]
    public void Hostile_listings_never_throw_and_never_name_the_first_rule()
    {
        string[] pieces =
        [
            "\n",
            "\r\n",
            "|",
            "||||||||||||||||||",
            "0",
            "1",
            "3",
            "99999999999",
            "2147483647",
            "deny",
            "203.0.113.9",
            "255.255.255.255",
            "0.0.0.0",
            "::1",
            "active-response",
            "\0",
            "\ud800",
        ];
        Prop.ForAll(
                Gen.Elements(pieces).ListOf().ToArbitrary(),
                parts =>
                    AixIpsecListing
                        .Parse("1|permit\n" + string.Join('|', parts), "active-response")
                        .All(static rule => rule.Number >= 2 && !rule.Source.IsIPv6)
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("genfilt -v 6 -a D -s ::1 -m 128")]
    [InlineData("genfilt -v 4 -a X -s 203.0.113.9 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B")]
    [InlineData("genfilt -v 4 -a D -s 203.0.113.300 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B")]
    [InlineData("genfilt -v 4 -a D -s 203.0.113.9 -m 32 -d 0.0.0.0 -M 0.0.0.0 -w B")]
    [InlineData("genfilt -v 4 -n 1 -a D -s 203.0.113.9 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B")]
    [InlineData("genfilt -v 4 -n 9 -a D -s 203.0.113.9 -m 255.255.255.255 -d 0.0.0.0 -M 0.0.0.0 -w B")]
    [InlineData("genfilt -v 4 -a D -z 1")]
    [InlineData("rmfilt -v 4 -n 1")]
    [InlineData("rmfilt -v 4 -n 3")]
    [InlineData("rmfilt -v 4 -n all")]
    [InlineData("mkfilt -u")]
    [InlineData("lsfilt")]
    public async Task The_stand_in_refuses_what_the_reference_does_not_have(string line)
    {
        var before = _aix.Text + _aix.Active;
        var words = line.Split(' ');

        (await _aix.RunAsync(new CommandInvocation(words[0], words[1..]), CancellationToken.None)).ExitCode.Should().Be(1);

        (_aix.Text + _aix.Active).Should().Be(before);
    }

    private AixIpsecBackend Backend(AixIpsecOptions? options = null, AixIpsecStandIn? aix = null) =>
        new((options ?? new AixIpsecOptions()) with { LockFile = _lock.File }, aix ?? _aix, TimeProvider.System, HostSystem.Aix);

    private static async Task<FirewallBatchResult> ApplyAsync(AixIpsecBackend backend, string[] adds, string[] removes) =>
        await backend.ApplyAsync(
            [.. adds.Select(static address => new FirewallEntry(Some.Prefix(address), null))],
            [.. removes.Select(Some.Prefix)],
            CancellationToken.None
        );
}
