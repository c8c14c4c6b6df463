using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfw;

public sealed class IpfwBackendTests
{
    private readonly IpfwStandIn _ipfw = new();

    [Fact]
    public async Task Runs_these_commands_for_the_first_block_its_end_and_the_uninstallation()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1");
        await backend.RemoveAsync("192.0.2.1");
        await backend.UninstallAsync(CancellationToken.None);

        _ipfw
            .Calls.Should()
            .Equal(
                "ipfw list",
                "ipfw -q add 00001 deny ip from table(1) to any // active-response",
                "ipfw -q add 00001 deny ip from any to table(1) // active-response",
                "ipfw table 1 list",
                "ipfw -q table 1 add 192.0.2.1",
                "ipfw table 1 list",
                "ipfw -q table 1 delete 192.0.2.1",
                "ipfw list",
                "ipfw -q delete 00001"
            );
        _ipfw.Type("ipfw list").OutputText.Should().Be("65535 allow ip from any to any\n");
    }

    [Fact]
    public async Task Hands_many_addresses_to_one_run()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1", "2001:db8::/32");
        await backend.RemoveAsync("192.0.2.1", "2001:db8::/32");

        _ipfw
            .Calls.Should()
            .ContainInOrder(
                "ipfw -q /dev/stdin [table 1 add 192.0.2.1; table 1 add 2001:db8::/32]",
                "ipfw -q /dev/stdin [table 1 delete 192.0.2.1; table 1 delete 2001:db8::/32]"
            );
    }

    [Fact]
    public async Task Takes_the_rules_of_the_stock_script_for_its_own_and_leaves_them()
    {
        _ipfw.Type("ipfw -q add 00001 deny ip from table(00001) to any");
        _ipfw.Type("ipfw -q add 00001 deny ip from any to table(00001)");
        var before = _ipfw.Describe();
        var backend = Backend(new IpfwOptions { Table = "00001" });

        await backend.AddAsync("192.0.2.1");

        _ipfw.Rules.Should().HaveCount(3);
        _ipfw.Tables["00001"].Should().ContainSingle();
        await backend.RemoveAsync("192.0.2.1");
        await backend.UninstallAsync(CancellationToken.None);
        _ipfw.Describe().Should().Be(before);
    }

    [Fact]
    public async Task Makes_the_half_that_is_missing_and_minds_rules_deleted_meanwhile()
    {
        _ipfw.Type("ipfw -q add 00001 deny ip from table(1) to any");
        var backend = Backend();
        await backend.AddAsync("192.0.2.1");
        _ipfw
            .Rules.Select(static rule => rule.Body)
            .Should()
            .Equal("deny ip from table(1) to any", "deny ip from any to table(1) // active-response", "allow ip from any to any");

        _ipfw.Rules.RemoveAll(static rule => rule.Number == 1);
        await backend.AddAsync("192.0.2.2");

        _ipfw.Rules.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_rule_further_down_does_not_count()
    {
        _ipfw.Type("ipfw -q add 50000 deny ip from table(1) to any");

        await Backend().AddAsync("192.0.2.1");

        _ipfw.Rules.Count(static rule => rule.Number == 1).Should().Be(2);
    }

    [Fact]
    public async Task Uninstalling_never_deletes_rules_of_others_of_the_same_number()
    {
        _ipfw.Type("ipfw -q add 00001 deny ip from table(9) to any");
        var backend = Backend();
        await backend.AddAsync("192.0.2.1");

        await FluentActions
            .Awaiting(() => backend.UninstallAsync(CancellationToken.None).AsTask())
            .Should()
            .ThrowAsync<IOException>()
            .WithMessage("Other rules have the number 00001 too*");
        _ipfw.Rules.Should().HaveCount(4);
    }

    [Fact]
    public async Task Adds_nothing_behind_rules_that_can_not_be_made()
    {
        _ipfw.Instead = command =>
            command.Arguments.Contains("deny")
                ? CommandResult.Exited(71, error: "ipfw: setsockopt(IP_FW_XADD): Operation not permitted\n")
                : null;

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result
            .Detail.Should()
            .StartWith("The rule '00001 deny ip from table(1) to any' can't be added. ipfw isn't permitted to do this. Run as root.");
        _ipfw.Tables.Should().BeEmpty();
    }

    [Fact]
    public async Task Passes_over_what_is_no_address_and_tells_failure_from_nothing()
    {
        _ipfw.Instead = static command =>
            command.Arguments.Contains("table")
                ? CommandResult.Exited(0, "--- table(1), set(0) ---\n\u001b[1m\n192.0.2.1/32 0\n2001:db8::/32 7\nem0 0\n")
                : null;
        (await Backend().ListedAsync()).Should().Equal("192.0.2.1", "2001:db8::/32");

        _ipfw.Instead = static _ => CommandResult.Exited(71, error: "ipfw: retrieving config failed: Protocol not available\n");
        await FluentActions
            .Awaiting(() => Backend().ListedAsync())
            .Should()
            .ThrowAsync<IOException>()
            .WithMessage("*Protocol not available.");
        (await Backend().ProbeAsync()).Reason.Should().EndWith("Is it loaded (kldload ipfw)?");
    }

    [Fact]
    public async Task Stops_at_a_program_that_hangs()
    {
        _ipfw.Instead = static command =>
            command.Arguments.Contains("/dev/stdin") ? new CommandResult { Outcome = CommandOutcome.TimedOut } : null;

        var results = await Backend().AddAsync("192.0.2.1", "192.0.2.2");

        results.Should().OnlyContain(static result => result.Outcome == ActionOutcome.TimedOut && result.MayBeInPlace);
        _ipfw.Calls.Count(static call => call.Contains("/dev/stdin", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task Probing_sees_that_ipfw_is_off_or_that_this_is_not_FreeBSD()
    {
        _ipfw.IsEnabled = false;
        (await Backend().ProbeAsync()).IsUsable.Should().BeFalse();

        _ipfw.IsEnabled = true;
        (await Backend().ProbeAsync()).IsUsable.Should().BeTrue();
        (await new IpfwBackend(new IpfwOptions(), _ipfw, HostSystem.MacOs).ProbeAsync())
            .Reason.Should()
            .Be("ipfw is a packet filter of FreeBSD. Use that of this system.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("1)")]
    [InlineData("a b")]
    public void Refuses_a_table_name_that_ipfw_does_not_take(string table) =>
        FluentActions.Invoking(() => Backend(new IpfwOptions { Table = table })).Should().Throw<OptionsValidationException>();

    private IpfwBackend Backend(IpfwOptions? options = null) => new(options ?? new IpfwOptions(), _ipfw, HostSystem.FreeBsd);
}
