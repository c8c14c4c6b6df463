using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Npf;

public sealed class NpfBackendTests
{
    private readonly NpfStandIn _npf = new();

    [Fact]
    public async Task Runs_these_commands_for_blocks_and_their_end()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1", "2001:db8::/32");
        await backend.RemoveAsync("192.0.2.1");

        _npf.Calls.Should()
            .Equal(
                "npfctl show",
                "npfctl table ossec_blacklist list",
                "npfctl table ossec_blacklist add 192.0.2.1",
                "npfctl table ossec_blacklist add 2001:db8::/32",
                "npfctl table ossec_blacklist list",
                "npfctl table ossec_blacklist rem 192.0.2.1"
            );
    }

    [Theory]
    [InlineData("npfctl table ossec_blacklist del 192.0.2.1", "npfctl: invalid command 'del'")]
    [InlineData("npfctl table ossec_blacklist add", "usage:")]
    [InlineData("npfctl table ossec_blacklist add 192.0.2.300", "npfctl: invalid CIDR")]
    [InlineData("npfctl table ossec_blacklist rem 192.0.2.1", "npfctl: not found")]
    [InlineData("npfctl table ossec_blacklist test 192.0.2.1", "npfctl: not found")]
    [InlineData("npfctl table other list", "npfctl: table 'other' not found")]
    [InlineData("npfctl table", "usage:")]
    [InlineData("npfctl frobnicate", "usage:")]
    public void The_stand_in_refuses_what_npfctl_refuses(string commandLine, string error)
    {
        var result = _npf.Type(commandLine);

        result.ExitCode.Should().Be(1);
        result.ErrorText.Should().StartWith(error);
        _npf.Entries.Should().BeEmpty();
    }

    [Fact]
    public void The_stand_in_refuses_doubles_and_networks_in_a_table_of_addresses()
    {
        _npf.Type("npfctl table ossec_blacklist add 192.0.2.1").OutputText.Should().Be("npfctl: success\n");
        _npf.Type("npfctl table ossec_blacklist add 192.0.2.1").ErrorText.Should().Be("npfctl: entry already exists or is conflicting\n");
        _npf.TableType = "ipset";
        _npf.Type("npfctl table ossec_blacklist add 198.51.100.0/24").ErrorText.Should().Be("npfctl: invalid address, mask or table ID\n");
        _npf.Type("npfctl table ossec_blacklist test 192.0.2.1").IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task What_another_process_has_done_meanwhile_is_no_failure()
    {
        _npf.Instead = command =>
        {
            if (command.Arguments.Contains("add"))
            {
                _npf.Entries.Add(Some.Prefix("192.0.2.1"));
            }

            return null;
        };

        (await Backend().AddAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task Refuses_networks_for_a_table_of_single_addresses()
    {
        _npf.TableType = "ipset";

        var results = await Backend().AddAsync("192.0.2.0/24", "192.0.2.1");

        results.Select(static result => result.Outcome).Should().Equal(ActionOutcome.Refused, ActionOutcome.Applied);
    }

    [Fact]
    public async Task Tells_the_lines_to_add_when_the_table_or_its_rules_are_missing()
    {
        const string Lines =
            "Add to /etc/npf.conf, the rules at the start of each group, and load it (npfctl reload): "
            + "table <ossec_blacklist> type lpm | block in final from <ossec_blacklist> | block out final to <ossec_blacklist>";
        _npf.Rules.RemoveAt(1);
        (await Backend().ProbeAsync())
            .Should()
            .Match<ActiveResponse.Responders.Firewall.FirewallProbe>(probe => probe.IsUsable && probe.Reason.EndsWith(Lines));
        _npf.Rules.RemoveAt(0);
        (await Backend().ProbeAsync())
            .Should()
            .Match<ActiveResponse.Responders.Firewall.FirewallProbe>(probe => !probe.IsUsable && probe.Reason.EndsWith(Lines));
        _npf.Table = "other";

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Be($"the loaded configuration of npf has no table <ossec_blacklist>. {Lines}");
        _npf.Calls.Should().NotContain(static call => call.Contains(" add ", StringComparison.Ordinal));
        await FluentActions.Awaiting(() => Backend().ListedAsync()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Probing_sees_that_it_is_off_constant_or_of_another_system()
    {
        (await Backend().ProbeAsync())
            .Should()
            .Be(new ActiveResponse.Responders.Firewall.FirewallProbe(true, "npf: table <ossec_blacklist> can be used."));
        _npf.TableType = "const";
        (await Backend().ProbeAsync()).Reason.Should().StartWith("the table <ossec_blacklist> of npf is constant");
        _npf.IsActive = false;
        (await Backend().ProbeAsync()).Reason.Should().Be("npf is turned off. Turn it on (npfctl start).");
        (await new NpfBackend(new NpfOptions(), _npf, HostSystem.FreeBsd).ProbeAsync())
            .Reason.Should()
            .Be("npf is the packet filter of NetBSD. Use that of this system.");
    }

    [Fact]
    public async Task Passes_over_what_is_no_address()
    {
        _npf.Instead = static command =>
            command.Arguments.Contains("list")
                ? CommandResult.Exited(0, "\u001b]0;x\u0007\n192.0.2.1 x\n192.0.2.2\n2001:db8::/33\n/\n")
                : null;

        (await Backend().ListedAsync()).Should().Equal("192.0.2.2", "2001:db8::/33");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a>")]
    public void Refuses_a_table_name_that_npf_does_not_take(string table) =>
        FluentActions
            .Invoking(() => new NpfBackend(new NpfOptions { Table = table }, _npf, HostSystem.NetBsd))
            .Should()
            .Throw<OptionsValidationException>();

    private NpfBackend Backend() => new(new NpfOptions(), _npf, HostSystem.NetBsd);
}
