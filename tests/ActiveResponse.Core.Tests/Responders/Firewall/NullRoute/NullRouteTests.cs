using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.NullRoute;

/// <summary>What ip is given, to the letter, and what is made of its answers.</summary>
public sealed class NullRouteTests
{
    private readonly FakeCommandRunner _runner = new();

    [Fact]
    public async Task A_batch_is_one_run_of_ip_and_one_listing_of_each_family()
    {
        await Backend().ApplyAsync([Entry("203.0.113.9"), Entry("2001:db8::/32")], [Some.Prefix("203.0.113.0/24")], CancellationToken.None);

        _runner
            .CommandLines.Take(3)
            .Should()
            .Equal(
                "ip -force -batch -",
                "ip -4 -j route show table 254 type blackhole proto 155",
                "ip -6 -j route show table 254 type blackhole proto 155"
            );
        _runner
            .Calls[0]
            .Input.Should()
            .Be(
                """
                route del blackhole 203.0.113.0/24 proto 155 table 254
                route add blackhole 203.0.113.9/32 proto 155 metric 0 table 254
                route add blackhole 2001:db8::/32 proto 155 metric 1 table 254

                """
            );
    }

    [Fact]
    public async Task Mark_metric_and_table_are_those_of_the_options()
    {
        await Backend(
                new NullRouteOptions
                {
                    Protocol = 77,
                    Metric = 20,
                    Table = 100,
                }
            )
            .ApplyAsync([Entry("2001:db8::9")], [], CancellationToken.None);

        _runner.Calls[0].Input.Should().Be("route add blackhole 2001:db8::9/128 proto 77 metric 20 table 100\n");
        _runner.CommandLines[1].Should().Be("ip -4 -j route show table 100 type blackhole proto 77");
    }

    [Fact]
    public async Task Refuses_to_cut_the_host_off_but_takes_such_a_route_away()
    {
        var result = await Backend().ApplyAsync([Entry("0.0.0.0/0"), Entry("::/0")], [], CancellationToken.None);

        result.Adds.Should().OnlyContain(static one => one.Outcome == ActionOutcome.Refused);
        _runner.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failed_command_is_told_by_its_line()
    {
        _runner.Answer(
            static command => command.Arguments.Contains("-j"),
            CommandResult.Exited(0, """[{"type":"blackhole","dst":"203.0.113.9","flags":[]}]""")
        );
        _runner.Answer(static command => command.Arguments.Contains("-6"), CommandResult.Exited(0, "[]"));
        _runner.Answer(
            static command => command.Arguments.Contains("-batch"),
            CommandResult.Exited(1, error: "RTNETLINK answers: Network is down\nCommand failed -:2\n")
        );

        var results = (await Backend().ApplyAsync([Entry("203.0.113.9"), Entry("203.0.113.10")], [], CancellationToken.None)).Adds;

        results.Select(static one => one.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.Failed);
        results[1].Detail.Should().Be("203.0.113.10: ip: Network is down.");
    }

    [Theory]
    [InlineData("RTNETLINK answers: Operation not permitted\nCommand failed -:1\n", "CAP_NET_ADMIN")]
    [InlineData("Error: something new.\nCommand failed -:1\n", "something new")]
    [InlineData("", "reported success but changed nothing")]
    public async Task Says_why_it_does_not_work(string error, string said)
    {
        _runner.Answer(
            static command => command.Arguments.Contains("-batch"),
            CommandResult.Exited(error.Length > 0 ? 1 : 0, error: error)
        );

        (await Backend().ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None)).Adds.Single().Detail.Should().Contain(said);
    }

    [Fact]
    public async Task The_probe_says_what_is_missing()
    {
        _runner.Answer(
            static command => command.Arguments.Contains("-batch"),
            CommandResult.Exited(1, error: "RTNETLINK answers: Operation not permitted\nCommand failed -:1\n")
        );
        (await Backend().ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("CAP_NET_ADMIN"));

        _runner.Answer(CommandResult.NotStarted(StartFailure.NotFound, "not found"));
        (await Backend().ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("Install iproute2"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"type":"blackhole"}]""")]
    public async Task A_listing_that_can_not_be_read_is_no_empty_one(string json)
    {
        _runner.Answer(CommandResult.Exited(0, json));

        await FluentActions.Awaiting(() => Backend().ListAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public void Refuses_options_out_of_range()
    {
        NullRouteOptions[] all =
        [
            new() { Name = "" },
            new() { Protocol = 4 },
            new() { Protocol = 255 },
            new() { Metric = -1 },
            new() { Table = 0 },
            new() { Table = 255 },
        ];

        all.Should().AllSatisfy(options => FluentActions.Invoking(() => Backend(options)).Should().Throw<OptionsValidationException>());
        _ = Backend(
            new NullRouteOptions
            {
                Protocol = 5,
                Metric = int.MaxValue,
                Table = int.MaxValue,
            }
        );
        _ = Backend(new NullRouteOptions { Protocol = 254, Table = 1 });
    }

    private NullRouteBackend Backend(NullRouteOptions? options = null) => new(options ?? new NullRouteOptions(), _runner);

    private static FirewallEntry Entry(string address) => new(Some.Prefix(address), null);
}
