using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.BsdRoute;

public sealed class BsdRouteBackendTests
{
    private readonly RouteStandIn _route = new();

    [Fact]
    public async Task Runs_these_commands_for_blocks_and_their_end()
    {
        var backend = Backend();

        await backend.AddAsync("192.0.2.1", "198.51.100.0/24", "2001:db8::1", "2001:db8:1::/48");
        _route
            .Calls.Should()
            .Equal(
                "netstat -rn -f inet",
                "netstat -rn -f inet6",
                "route -q add -host 192.0.2.1 127.0.0.1 -blackhole",
                "route -q add -net 198.51.100.0/24 127.0.0.1 -blackhole",
                "route -q add -inet6 -host 2001:db8::1 ::1 -blackhole",
                "route -q add -inet6 -net 2001:db8:1::/48 ::1 -blackhole",
                "netstat -rn -f inet",
                "netstat -rn -f inet6"
            );
        _route.Forget();

        await backend.RemoveAsync("192.0.2.1", "2001:db8:1::/48");

        _route
            .Calls.Should()
            .ContainInOrder(
                "route -q delete -host 192.0.2.1 127.0.0.1 -blackhole",
                "route -q delete -inet6 -net 2001:db8:1::/48 ::1 -blackhole"
            );
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_route_of_another_kind_in_the_way_is_neither_taken_for_a_block_nor_removed(bool isMac, int exitCode)
    {
        _route.IsMac = isMac;
        _route.Routes[Some.Prefix("192.0.2.1")] = ("198.51.100.254", "UGHS");
        var before = _route.Describe();
        _route.Type("route add -host 192.0.2.1 127.0.0.1 -blackhole").ExitCode.Should().Be(exitCode);

        (await Backend().AddAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.Failed);
        (await Backend().RemoveAsync("192.0.2.1")).Single().Outcome.Should().Be(ActionOutcome.AlreadyLifted);
        _route.Describe().Should().Be(before);
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public async Task Refuses_to_swallow_everything(string everything)
    {
        (await Backend().AddAsync(everything)).Single().Outcome.Should().Be(ActionOutcome.Refused);
        _route.Routes.Should().BeEmpty();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("192.0.2", "192.0.2.0/24")]
    [InlineData("192.0.2/25", "192.0.2.0/25")]
    [InlineData("10", "10.0.0.0/8")]
    [InlineData("172.16/12", "172.16.0.0/12")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    public void Reads_a_destination_in_every_form(string text, string address)
    {
        RouteDestination.TryParse(text, out var read).Should().BeTrue();
        read.ToString().Should().Be(address);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1.2.3.4.5")]
    [InlineData("224.0")]
    [InlineData("192.0.2/33")]
    [InlineData("192.0.2.1/24/24")]
    [InlineData("fe80::1%lo0")]
    [InlineData("link#2")]
    public void Passes_over_a_destination_that_is_no_address(string text) => RouteDestination.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public async Task Counts_only_routes_that_swallow()
    {
        _route.Instead = static command =>
            command.Arguments.Contains("inet")
                ? CommandResult.Exited(
                    0,
                    "Internet:\n192.0.2.1 127.0.0.1 UGHSB lo0\n192.0.2.2 127.0.0.1 UGHS lo0\n192.0.2.3\nB B B B\n\u001b[2J 127.0.0.1 B\n"
                )
                : null;

        (await Backend().ListedAsync()).Should().Equal("192.0.2.1");
    }

    [Theory]
    [InlineData("route", 64)]
    [InlineData("route flush", 64)]
    [InlineData("route add -host 192.0.2.1 127.0.0.1", 64)]
    [InlineData("route add -host 192.0.2.0/24 127.0.0.1 -blackhole", 64)]
    [InlineData("route add -host 192.0.2.300 127.0.0.1 -blackhole", 68)]
    [InlineData("route add -host 2001:db8::1 127.0.0.1 -blackhole", 68)]
    [InlineData("route delete -host 192.0.2.1 127.0.0.1 -blackhole", 1)]
    [InlineData("netstat -rn", 1)]
    [InlineData("netstat -rn -f ipx", 1)]
    public void The_stand_in_refuses_what_route_and_netstat_refuse(string commandLine, int exitCode)
    {
        var result = _route.Type(commandLine);

        result.ExitCode.Should().Be(exitCode);
        result.ErrorText.Should().NotBeEmpty();
        _route.Routes.Should().BeEmpty();
    }

    [Fact]
    public void The_stand_in_of_macOS_says_no_and_answers_0()
    {
        _route.IsMac = true;

        var result = _route.Type("route -q delete -host 192.0.2.1 127.0.0.1 -blackhole");

        (result.ExitCode, result.ErrorText).Should().Be((0, "route: writing to routing socket: not in table\n"));
        _route.Type("route add -net 192.0.2.0/24 127.0.0.1 -blackhole");
        _route.Type("netstat -rn -f inet").OutputText.Should().Contain("\n192.0.2  ");
    }

    [Fact]
    public async Task Probing_sees_that_this_is_another_system_or_that_route_is_not_there()
    {
        (await Backend().ProbeAsync()).IsUsable.Should().BeTrue();
        (await new BsdRouteBackend(new BsdRouteOptions(), _route, HostSystem.Linux).ProbeAsync())
            .Reason.Should()
            .Be("these null routes are those of FreeBSD, OpenBSD, NetBSD and macOS. Use that of this system.");
        _route.Instead = static _ => CommandResult.NotStarted(StartFailure.NotFound, "route");
        (await Backend().ProbeAsync()).Reason.Should().Be("route isn't installed, or isn't in a system folder.");
    }

    private BsdRouteBackend Backend() => new(new BsdRouteOptions(), _route, HostSystem.OpenBsd);
}
