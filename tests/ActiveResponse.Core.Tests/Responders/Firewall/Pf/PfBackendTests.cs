using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Pf;

public sealed class PfBackendTests
{
    private readonly PfStandIn _pf = new();

    [Fact]
    public async Task Runs_these_commands_for_a_block_and_its_end()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1");
        await backend.RemoveAsync("192.0.2.1");

        _pf.Calls.Should()
            .Equal(
                "pfctl -s info",
                "pfctl -s Tables",
                "pfctl -s rules",
                "pfctl -q -t ossec_fwtable -T show",
                "pfctl -q -t ossec_fwtable -T add 192.0.2.1",
                "pfctl -q -k 192.0.2.1",
                "pfctl -q -k 0.0.0.0/0 -k 192.0.2.1",
                "pfctl -q -t ossec_fwtable -T show",
                "pfctl -q -t ossec_fwtable -T delete 192.0.2.1"
            );
    }

    [Fact]
    public async Task Hands_many_addresses_to_one_run()
    {
        var backend = Backend(new PfOptions { EndFlows = false });
        await backend.AddAsync("192.0.2.1", "192.0.2.0/24", "2001:db8::1");
        _pf.Forget();

        var removed = await backend.RemoveAsync("192.0.2.1", "2001:db8::1", "192.0.2.9");

        removed
            .Select(static result => result.Outcome)
            .Should()
            .Equal(ActionOutcome.Lifted, ActionOutcome.Lifted, ActionOutcome.AlreadyLifted);
        _pf.Calls.Should().Equal("pfctl -q -t ossec_fwtable -T show", "pfctl -q -t ossec_fwtable -T delete -f - [192.0.2.1; 2001:db8::1]");
    }

    [Fact]
    public async Task Ends_open_connections_in_both_directions_and_of_nobody_else()
    {
        _pf.States.AddRange([
            (Some.Prefix("2001:db8::1"), Some.Prefix("2001:db8::f")),
            (Some.Prefix("2001:db8::f"), Some.Prefix("2001:db8::1")),
            (Some.Prefix("192.0.2.1"), Some.Prefix("198.51.100.1")),
            (Some.Prefix("2001:db8::2"), Some.Prefix("2001:db8::f")),
        ]);

        await Backend().AddAsync("2001:db8::1", "192.0.2.0/24");

        _pf.States.Should().ContainSingle().Which.From.Should().Be(Some.Prefix("2001:db8::2"));
        _pf.Calls.Should().Contain("pfctl -q -k ::/0 -k 2001:db8::1");
    }

    [Fact]
    public async Task Says_when_connections_can_not_be_ended()
    {
        _pf.Instead = command =>
            command.Arguments.Contains("-k") ? CommandResult.Exited(1, error: "pfctl: DIOCKILLSTATES: Device busy\n") : null;

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Applied);
        result.Detail.Should().Be("open connections may go on: pfctl: DIOCKILLSTATES: Device busy.");
    }

    [Fact]
    public async Task What_is_blocked_is_answered_as_such_when_no_time_is_left_to_end_connections()
    {
        using var deadline = new CancellationTokenSource();
        _pf.Instead = command =>
        {
            if (command.Arguments.Contains("-k"))
            {
                deadline.Cancel();
                deadline.Token.ThrowIfCancellationRequested();
            }

            return null;
        };

        var done = await Backend()
            .ApplyAsync(
                [new FirewallEntry(Some.Prefix("192.0.2.1"), null), new FirewallEntry(Some.Prefix("192.0.2.2"), null)],
                [],
                deadline.Token
            );

        done.Adds.Should().AllBeEquivalentTo(ResponderResult.Applied("open connections may go on: no time was left to end them."));
    }

    [Fact]
    public async Task Never_adds_to_a_table_that_is_not_there()
    {
        _pf.Tables.Clear();

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result
            .Detail.Should()
            .Be(
                "pf has no table <ossec_fwtable>. Add these lines at the beginning of the rules in /etc/pf.conf and load it "
                    + "(pfctl -f /etc/pf.conf): "
                    + "table <ossec_fwtable> persist | block in quick from <ossec_fwtable> to any | block out quick from any to "
                    + "<ossec_fwtable>"
            );
        _pf.Tables.Should().BeEmpty("pfctl would have made it");
    }

    [Fact]
    public async Task Notices_when_the_table_goes_later()
    {
        var backend = Backend();
        await backend.AddAsync("192.0.2.1");
        _pf.Tables.Clear();

        (await backend.AddAsync("192.0.2.2")).Single().Detail.Should().StartWith("pf has no table <ossec_fwtable>. Add these lines");
        (await backend.RemoveAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Failed);
        await FluentActions.Awaiting(() => backend.ListedAsync()).Should().ThrowAsync<IOException>();
        _pf.Tables.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, "no pf rule blocks traffic from the table <ossec_fwtable>. Add these lines*")]
    [InlineData(1, "pf: table <ossec_fwtable> can be used; no rule blocks traffic to it. Add these lines*")]
    public async Task Probing_finds_a_missing_rule(int which, string reason)
    {
        _pf.Rules.RemoveAt(which);

        var probe = await Backend().ProbeAsync();

        probe.IsUsable.Should().Be(which == 1);
        probe.Reason.Should().Match(reason);
        _pf.Calls.Should().Equal("pfctl -s info", "pfctl -s Tables", "pfctl -s rules");
    }

    [Theory]
    [InlineData("block drop in quick from <ossec_fwtable2> to any")]
    [InlineData("pass in quick from <ossec_fwtable> to any")]
    [InlineData("block drop in quick from ! <ossec_fwtable> to any")]
    public async Task Does_not_take_another_rule_for_the_one_that_blocks(string rule)
    {
        _pf.Rules[0] = rule;

        (await Backend().ProbeAsync()).IsUsable.Should().BeFalse();
        (await Backend().AddAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Failed);
    }

    [Fact]
    public async Task Blocks_nothing_while_pf_is_off_and_lets_in_all_the_same()
    {
        _pf.Type("pfctl -t ossec_fwtable -T add 192.0.2.1");
        _pf.IsEnabled = false;

        (await Backend().ProbeAsync()).Reason.Should().Be("pf is turned off. Turn it on (pfctl -e).");
        var done = await Backend().ApplyAsync([new(Some.Prefix("192.0.2.2"), null)], [Some.Prefix("192.0.2.1")], CancellationToken.None);

        done.Adds.Single().Outcome.Should().Be(ActionOutcome.Failed);
        done.Removes.Single().Outcome.Should().Be(ActionOutcome.Lifted);
    }

    [Fact]
    public async Task Refuses_what_the_administrator_has_excepted()
    {
        _pf.Type("pfctl -t ossec_fwtable -T add !192.0.2.1");
        var backend = Backend();

        var result = (await backend.AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Refused);
        result.Detail.Should().Contain("'!192.0.2.1'");
        (await backend.ListedAsync()).Should().BeEmpty();
        (await backend.RemoveAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.AlreadyLifted);
        _pf.Tables["ossec_fwtable"].Should().ContainKey(Some.Prefix("192.0.2.1"));
    }

    [Fact]
    public async Task What_a_batch_removes_and_adds_stays_and_is_ours()
    {
        var backend = Backend();
        await backend.AddAsync("192.0.2.1");

        var done = await backend.ApplyAsync([new(Some.Prefix("192.0.2.1"), null)], [Some.Prefix("192.0.2.1")], CancellationToken.None);

        done.Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        done.Removes.Single().Outcome.Should().Be(ActionOutcome.Lifted);
        (await backend.ListedAsync()).Should().Equal("192.0.2.1");
    }

    [Fact]
    public async Task Finds_the_error_behind_what_pfctl_of_macOS_says_first()
    {
        _pf.IsMac = true;
        _pf.Instead = command =>
            command.Arguments.Contains("add")
                ? CommandResult.Exited(
                    1,
                    error: "No ALTQ support in kernel\nALTQ related functions disabled\npfctl: Cannot allocate memory.\n"
                )
                : null;

        (await Backend().AddAsync("192.0.2.1")).Single().Detail.Should().Be("192.0.2.1: pfctl: Cannot allocate memory.");
    }

    [Fact]
    public async Task Passes_over_what_is_no_address_and_shows_no_control_characters()
    {
        _pf.Instead = command =>
            command.Arguments.Contains("show") ? CommandResult.Exited(0, "\0\u001b[2J\n  !\n 192.0.2.1 junk\n   192.0.2.2\n\n///\n") : null;
        (await Backend().ListedAsync()).Should().Equal("192.0.2.2");

        _pf.Instead = command =>
            command.Arguments.Contains("show") ? CommandResult.Exited(1, error: "pfctl: \u001b[2J" + new string('x', 5000)) : null;
        var detail = (await Backend().AddAsync("192.0.2.1")).Single().Detail!;
        detail.Should().Contain("\\u001b").And.NotContain("\u001b");
        detail.Length.Should().BeLessThan(400);
    }

    [Fact]
    public async Task Says_why_on_another_system_and_without_pfctl()
    {
        var probe = await new PfBackend(new PfOptions(), _pf, HostSystem.Linux).ProbeAsync();
        probe
            .Should()
            .Be(
                new ActiveResponse.Responders.Firewall.FirewallProbe(
                    false,
                    "pf is the packet filter of OpenBSD, FreeBSD and macOS. Use that of this system."
                )
            );
        _pf.Calls.Should().BeEmpty();

        _pf.Instead = static _ => CommandResult.NotStarted(StartFailure.NotFound, "pfctl");
        (await Backend().ProbeAsync()).Reason.Should().Be("pfctl isn't installed, or isn't in a system folder.");
        (await Backend().AddAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Failed);
    }

    [Fact]
    public async Task Uses_the_table_of_Wazuh_when_told_to()
    {
        _pf.Tables["wazuh_fwtable"] = [];
        _pf.Rules.Add("block drop quick from <wazuh_fwtable:0> to any");

        await Backend(new PfOptions { Table = "wazuh_fwtable" }).AddAsync("192.0.2.1");

        _pf.Tables["wazuh_fwtable"].Should().ContainKey(Some.Prefix("192.0.2.1"));
        _pf.Tables["ossec_fwtable"].Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-q")]
    [InlineData("a b")]
    [InlineData("a>")]
    [InlineData("abcdefghijabcdefghijabcdefghijab")]
    public void Refuses_a_table_name_that_pf_does_not_take(string table) =>
        FluentActions.Invoking(() => Backend(new PfOptions { Table = table })).Should().Throw<OptionsValidationException>();

    private PfBackend Backend(PfOptions? options = null) => new(options ?? new PfOptions(), _pf, HostSystem.FreeBsd);
}
