using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfilter;

public sealed class IpfilterBackendTests
{
    private readonly IpfilterStandIn _ipf = new();

    [Fact]
    public async Task Runs_these_commands_for_a_block_and_its_end()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1", "198.51.100.0/24");
        await backend.RemoveAsync("192.0.2.1");

        _ipf.Calls.Should()
            .Equal(
                "ipfstat -io",
                "ipf -f - [@1 block out quick from any to 192.0.2.1; @1 block in quick from 192.0.2.1 to any; "
                    + "@1 block out quick from any to 198.51.100.0/24; @1 block in quick from 198.51.100.0/24 to any]",
                "ipfstat -io",
                "ipfstat -io",
                "ipf -rf - [@1 block out quick from any to 192.0.2.1; @1 block in quick from 192.0.2.1 to any]",
                "ipfstat -io"
            );
    }

    [Fact]
    public async Task Refuses_IPv6_until_told_to_block_it()
    {
        var refused = (await Backend().AddAsync("2001:db8::1")).Single();
        refused.Outcome.Should().Be(ActionOutcome.Refused);
        _ipf.Calls.Should().BeEmpty();

        await Backend(withIPv6: true).AddAsync("2001:db8::1", "192.0.2.1");

        _ipf.Calls.Should()
            .Equal(
                "ipfstat -io",
                "ipfstat -6 -io",
                "ipf -f - [@1 block out quick from any to 192.0.2.1; @1 block in quick from 192.0.2.1 to any]",
                "ipf -6 -f - [@1 block out quick from any to 2001:db8::1; @1 block in quick from 2001:db8::1 to any]",
                "ipfstat -io",
                "ipfstat -6 -io"
            );
    }

    [Theory]
    [InlineData("ipf", "-x")]
    [InlineData("ipf", "-f /etc/ipf.conf")]
    [InlineData("ipfstat", "-q")]
    public void The_stand_in_refuses_options_that_are_not_used_here(string program, string arguments)
    {
        var result = _ipf.Type($"{program} {arguments}");

        result.ExitCode.Should().Be(1);
        result.ErrorText.Should().StartWithEquivalentOf("usage:");
    }

    [Theory]
    [InlineData("-f", "block in quick from 192.0.2.300 to any")]
    [InlineData("-f", "block in from 192.0.2.1 to any")]
    [InlineData("-f", "block in quick from any to 192.0.2.1")]
    [InlineData("-f", "block in quick from 2001:db8::1 to any")]
    [InlineData("-rf", "nonsense")]
    public void The_stand_in_refuses_rules_it_does_not_know(string option, string rule)
    {
        var result = _ipf.Type($"ipf {option} -", rule + "\n");

        result.ExitCode.Should().Be(1);
        result.ErrorText.Should().StartWith("syntax error error at");
        _ipf.Describe().Should().BeEmpty();
    }

    [Fact]
    public void The_stand_in_refuses_doubles_and_inserts_at_the_head()
    {
        const string Rule = "block in quick from 192.0.2.1 to any\n";
        _ipf.Type("ipf -f -", Rule);

        var again = _ipf.Type("ipf -f -", Rule);

        (again.ExitCode, again.ErrorText).Should().Be((0, "1:ioctl(add/insert rule): File exists\n"));
        _ipf.IsVersion5 = true;
        _ipf.Type("ipf -f -", Rule).ExitCode.Should().Be(1);
        _ipf.Type("ipf -f -", "@1 block in quick from 192.0.2.2 to any\n");
        _ipf.Type("ipfstat -io")
            .OutputText.Should()
            .Be("block in quick from 192.0.2.2/32 to any\nblock in quick from 192.0.2.1/32 to any\n");
    }

    [Fact]
    public async Task Believes_the_list_and_not_the_exit_code()
    {
        _ipf.Instead = static command =>
            command.Executable == "ipf" ? CommandResult.Exited(0, error: "1:ioctl(add/insert rule): Not enough space\n") : null;

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeFalse();
        result.Detail.Should().Be("192.0.2.1 wasn't added. ipf: 1:ioctl(add/insert rule): Not enough space.");
    }

    [Fact]
    public async Task A_half_is_completed_and_taken_away()
    {
        _ipf.Type("ipf -f -", "block out quick from any to 192.0.2.1\n");
        var backend = Backend();
        (await backend.ListedAsync()).Should().BeEmpty("what comes in isn't blocked");

        (await backend.AddAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Applied);
        _ipf.Calls.Should().Contain("ipf -f - [@1 block in quick from 192.0.2.1 to any]");
        _ipf.In.Clear();

        (await backend.RemoveAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Lifted);
        _ipf.Describe().Should().BeEmpty();
    }

    [Fact]
    public async Task Half_a_block_of_ours_may_be_in_place_and_is_taken_back_later()
    {
        _ipf.Instead = command => command.Executable == "ipf" && _ipf.Out.Count == 0 ? Half() : null;

        var result = (await Backend().AddAsync("192.0.2.1")).Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeTrue();

        CommandResult Half()
        {
            _ipf.Out.Add(new IpfRule(false, Some.Prefix("192.0.2.1")));
            return CommandResult.Exited(0, error: "2:ioctl(add/insert rule): Not enough space\n");
        }
    }

    [Fact]
    public async Task Passes_over_rules_of_other_kinds()
    {
        _ipf.Instead = static command =>
            command.Executable == "ipfstat"
                ? CommandResult.Exited(
                    0,
                    "@1 pass in all\nblock in quick from any to any\nblock in quick from  to any\nblock in quick from "
                        + "192.0.2.1/32 to any port = 22\n"
                        + "block in quick on hme0 from 192.0.2.2/32 to any\nblock in quick from 192.0.2.3/32 to any\n\u0007\n"
                )
                : null;

        (await Backend().ListedAsync()).Should().Equal("192.0.2.3");
    }

    [Fact]
    public async Task Probing_sees_that_it_is_off_can_not_be_asked_or_that_this_is_another_system()
    {
        (await Backend().ProbeAsync()).IsUsable.Should().BeTrue();
        _ipf.IsRunning = false;
        (await Backend().ProbeAsync()).Reason.Should().Be("IP Filter isn't running. Turn it on (ipf -E).");
        _ipf.IsRunning = true;
        _ipf.Instead = static command =>
            command.Executable == "ipfstat" ? CommandResult.Exited(1, error: "open(/dev/ipl): Permission denied\n") : null;
        (await Backend().ProbeAsync()).Reason.Should().StartWith("ipfstat isn't permitted to do this. Run as root.");
        (await new IpfilterBackend(new IpfilterOptions(), _ipf, HostSystem.Linux).ProbeAsync())
            .Reason.Should()
            .Be("IP Filter is a packet filter of FreeBSD, NetBSD and Solaris. Use that of this system.");
    }

    private IpfilterBackend Backend(bool withIPv6 = false) => new(new IpfilterOptions { IPv6 = withIPv6 }, _ipf, HostSystem.NetBsd);
}
