using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.WindowsRoute;

/// <summary>What route is run with, to the letter, and what is made of its table.</summary>
public sealed class WindowsRouteBackendTests
{
    private readonly WindowsRouteStandIn _windows = new();

    [Fact]
    public async Task Runs_these_command_lines_and_no_others()
    {
        await ApplyAsync(Backend(), ["203.0.113.9"], []);
        await ApplyAsync(Backend(new WindowsRouteOptions { Metric = 9 }), ["203.0.113.10"], ["203.0.113.9"]);
        await ApplyAsync(Backend(), ["203.0.113.10"], ["203.0.113.9"]);

        _windows
            .Lines.Should()
            .Equal(
                "route PRINT -4",
                "route ADD 203.0.113.9 MASK 255.255.255.255 0.0.0.0",
                "route PRINT -4",
                "route PRINT -4",
                "route DELETE 203.0.113.9 MASK 255.255.255.255 0.0.0.0",
                "route ADD 203.0.113.10 MASK 255.255.255.255 0.0.0.0 METRIC 9",
                "route PRINT -4",
                "route PRINT -4"
            );
    }

    [Theory]
    [InlineData("On-link")]
    [InlineData("Auf Verbindung")]
    [InlineData("在连结上")]
    public async Task Reads_a_Windows_of_any_language_and_leaves_out_its_own_routes(string onLink)
    {
        var windows = new WindowsRouteStandIn { OnLink = onLink };
        windows.AddRoute("203.0.113.9", "255.255.255.255", "0.0.0.0");
        windows.AddRoute("203.0.113.10", "255.255.255.255", "198.19.255.1");
        windows.AddRoute("192.0.2.0", "255.255.255.0", "0.0.0.0");

        (await ListAsync(new WindowsRouteBackend(new WindowsRouteOptions(), windows, obstacle: null))).Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task A_gateway_that_leads_nowhere_can_be_given()
    {
        var backend = Backend(new WindowsRouteOptions { Gateway = "198.19.255.254" });
        _windows.AddRoute("203.0.113.10", "255.255.255.255", "0.0.0.0");

        (await ApplyAsync(backend, ["203.0.113.9"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);

        (await ListAsync(backend)).Should().Equal("203.0.113.9");
        _windows.Changes.Should().Equal("route ADD 203.0.113.9 MASK 255.255.255.255 198.19.255.254");
    }

    [Fact]
    public async Task A_route_of_the_administrators_by_another_gateway_stays()
    {
        _windows.AddRoute("203.0.113.9", "255.255.255.255", "198.19.255.1");

        await ApplyAsync(Backend(), ["203.0.113.9"], []);
        await ApplyAsync(Backend(), [], ["203.0.113.9"]);

        _windows.Text.Should().Contain("203.0.113.9 255.255.255.255 198.19.255.1").And.NotContain("203.0.113.9 255.255.255.255 0.0.0.0");
    }

    [Fact]
    public async Task A_failure_that_ends_with_exit_code_0_is_seen_in_the_table()
    {
        var windows = new WindowsRouteStandIn { EndsWithZero = true, Refused = "203.0.113.9" };

        var result = (
            await ApplyAsync(
                new WindowsRouteBackend(new WindowsRouteOptions(), windows, obstacle: null),
                ["203.0.113.9", "203.0.113.10"],
                []
            )
        ).Adds;

        result.Select(static one => one.Outcome).Should().Equal(ActionOutcome.Failed, ActionOutcome.Applied);
        result[0].Detail.Should().Be("203.0.113.9 wasn't added. route: The route addition failed: The parameter is incorrect.");
    }

    [Fact]
    public async Task A_route_that_can_not_be_started_is_not_tried_for_each_entry()
    {
        _windows.Spoil = static command => command.Arguments.Contains("ADD") ? CommandResult.NotStarted(StartFailure.NotFound, "") : null;

        var result = (await ApplyAsync(Backend(), ["203.0.113.9", "203.0.113.10"], [])).Adds;

        result
            .Should()
            .OnlyContain(static one =>
                one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("isn't installed", StringComparison.Ordinal)
            );
        _windows.Changes.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_was_run_and_can_not_be_looked_at_may_be_in_place()
    {
        var prints = 0;
        _windows.Spoil = command => command.Arguments[0] == "PRINT" && ++prints == 2 ? CommandResult.Exited(1, error: "no") : null;

        var result = (await ApplyAsync(Backend(), ["203.0.113.9"], [])).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.MayBeInPlace.Should().BeTrue();
    }

    [Fact]
    public async Task A_hanging_route_is_told_as_a_time_out()
    {
        _windows.Spoil = static command =>
            command.Arguments.Contains("ADD") ? new CommandResult { Outcome = CommandOutcome.TimedOut } : null;

        (await ApplyAsync(Backend(), ["203.0.113.9"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.TimedOut);
    }

    [Fact]
    public async Task On_another_system_nothing_is_run()
    {
        var backend = new WindowsRouteBackend(new WindowsRouteOptions(), _windows, HostSystems.WhyNotWindows("route"));

        (await backend.ProbeAsync(CancellationToken.None))
            .Should()
            .Be(new FirewallProbe(IsUsable: false, "route is part of Windows. Use the packet filter of this system."));
        (await ApplyAsync(backend, ["203.0.113.9"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.Failed);
        _windows.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("::", null)]
    [InlineData("192.0.2.0/24", null)]
    [InlineData("gateway", null)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("0.0.0.0", 10_000)]
    public void Refuses_options_out_of_range(string gateway, int? metric) =>
        FluentActions
            .Invoking(() => Backend(new WindowsRouteOptions { Gateway = gateway, Metric = metric }))
            .Should()
            .Throw<OptionsValidationException>();

    [Fact]
    public void Hostile_tables_never_throw_and_yield_single_addresses_only()
    {
        string[] pieces =
        [
            "\r\n",
            " ",
            "203.0.113.9",
            "255.255.255.255",
            "255.0.255.0",
            "0.0.0.0",
            "On-link",
            "26",
            "-1",
            "99999999999",
            "::1",
            "\0",
            "\ud800",
            "=====",
            "1.2.3",
        ];
        Prop.ForAll(
                Gen.Elements(pieces).ListOf().ToArbitrary(),
                parts =>
                    WindowsRouteListing
                        .Parse(string.Join(' ', parts), Some.Prefix("0.0.0.0"))
                        .All(static address => address is { IsIPv6: false, IsSingleAddress: true })
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("ADD 203.0.113.9 MASK 255.255.255.255")]
    [InlineData("ADD 203.0.113.9 MASK 255.255.255.0 0.0.0.0")]
    [InlineData("ADD 203.0.113.300 MASK 255.255.255.255 0.0.0.0")]
    [InlineData("ADD 203.0.113.9 MASK 255.255.255.255 0.0.0.0 METRIC 0")]
    [InlineData("ADD 198.19.255.10 MASK 255.255.255.255 0.0.0.0")]
    [InlineData("DELETE 203.0.113.9")]
    [InlineData("REMOVE 203.0.113.9")]
    [InlineData("add 203.0.113.9 via 0.0.0.0")]
    public async Task The_stand_in_refuses_what_the_help_does_not_have(string line)
    {
        var before = _windows.Text;

        var result = await _windows.RunAsync(new CommandInvocation("route", line.Split(' ')), CancellationToken.None);

        result.ExitCode.Should().Be(1);
        result.ErrorText.Should().NotBeEmpty();
        _windows.Text.Should().Be(before);
    }

    [Fact]
    public async Task The_stand_in_deletes_every_route_to_an_address_unless_told_the_gateway()
    {
        _windows.AddRoute("203.0.113.9", "255.255.255.255", "198.19.255.1");
        _windows.AddRoute("203.0.113.9", "255.255.255.255", "0.0.0.0");

        (await _windows.RunAsync(new CommandInvocation("route", "DELETE", "203.0.113.9"), CancellationToken.None))
            .OutputText.Should()
            .Be(" OK!\r\n");

        _windows.Text.Should().NotContain("203.0.113.9");
    }

    private WindowsRouteBackend Backend(WindowsRouteOptions? options = null) =>
        new(options ?? new WindowsRouteOptions(), _windows, obstacle: null);

    private static async Task<FirewallBatchResult> ApplyAsync(WindowsRouteBackend backend, string[] adds, string[] removes) =>
        await backend.ApplyAsync(
            [.. adds.Select(static address => new FirewallEntry(Some.Prefix(address), null))],
            [.. removes.Select(Some.Prefix)],
            CancellationToken.None
        );

    private static async Task<IEnumerable<string>> ListAsync(WindowsRouteBackend backend) =>
        (await backend.ListAsync(CancellationToken.None)).Select(static entry => entry.Address.ToString());
}
