using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;

namespace ActiveResponse.Nats.Tests;

/// <summary>Hosts whose clocks are an hour apart.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task On_an_agent_an_hour_ahead_a_block_ends_an_hour_early_and_the_difference_is_told()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All, seconds: 3615)]);
        var right = await fleet.AgentAsync("001");
        var clock = new ShiftedClock(Hour);
        var ahead = await fleet.AgentAsync("002", clock: clock);
        await TellsAsync(issuer, ahead, "002", Hour);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => right.Blocked.Count == 1 && ahead.Blocked.Count == 1, "both must block it");
        ahead.Firewall.Entries.Values.Should().Equal(issuer.Fleet.ListOrders()[0].Until);

        await Eventually.HoldsAsync(() => ahead.Blocked.Count == 0, "the hour and some seconds have passed by its clock");
        right.Blocked.Should().ContainSingle("an hour is left");
        issuer.Fleet.ListOrders().Should().ContainSingle("it holds");

        clock.Shift(-Hour);

        await Eventually.HoldsAsync(
            () =>
                issuer
                    .Fleet.ListAgents()
                    .Any(static report => report.Id == "002" && report.ClockAhead is { } told && IsAbout(told, default)),
            "that its clock was set back must be told"
        );
    }

    [Fact]
    public async Task An_issuer_an_hour_behind_leaves_the_orders_of_others_alone()
    {
        var second = FleetCredentials.CreateKey();
        await using var fleet = await TestFleet.StartAsync(second.PublicKey);
        var right = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)], ledger: "one");
        var behind = await fleet.IssuerAsync(ledger: "two", signingSeed: second.Seed, clock: new ShiftedClock(-Hour));

        await right.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));

        await Eventually.HoldsAsync(() => behind.Fleet.ListOrders().Length == 1, "it is an order like any other");
        (await right.Fleet.LiftAsync(FaultTests.Subject("203.0.113.9"))).Should().ContainSingle();
        await Eventually.HoldsAsync(() => behind.Fleet.ListOrders() is [{ IsLift: true }], "the lift, too");
    }

    [Fact]
    public async Task An_agent_an_hour_behind_refuses_orders_and_tells_and_takes_new_ones_once_its_clock_is_set()
    {
        await using var fleet = await TestFleet.StartAsync();

        // The stream was made an hour ago.
        var issuing = new ShiftedClock(-Hour);
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)], clock: issuing);
        var clock = new ShiftedClock(-Hour);
        var agent = await fleet.AgentAsync("001", clock: clock);
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ IsAway: false }], "it must report");
        issuing.Shift(Hour);

        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));

        await Eventually.HoldsAsync(
            () =>
                issuer.Fleet.ListAgents() is [var report]
                && report.RefusedMessages.GetValueOrDefault("future") == 1
                && report.Failures is [{ IsRefused: true } failure]
                && failure.Why.Contains("60 min ahead of this host's clock", StringComparison.Ordinal),
            "it must refuse it, and say why"
        );
        agent.Blocked.Should().BeEmpty();
        await TellsAsync(issuer, agent, "001", -Hour);

        clock.Shift(Hour);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.10", id: "2"));

        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["203.0.113.10"]), "it must take the next one");
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents() is [{ ClockAhead: { } told }] && IsAbout(told, default),
            "it must tell that its clock is right"
        );
    }

    [Fact]
    public async Task An_agent_that_starts_behind_the_stream_waits_and_loses_nothing_once_its_clock_is_set()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var clock = new ShiftedClock(-Hour);
        var agent = await fleet.AgentAsync("001", clock: clock);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await TellsAsync(issuer, agent, "001", -Hour);
        await Eventually.HoldsAsync(
            async () =>
                (await agent.Engine.CheckHealthAsync()).Findings.Any(static finding =>
                    finding is { Check: "fleet orders all", IsFine: false }
                    && finding.Detail.Contains("60 min ahead of this host's clock", StringComparison.Ordinal)
                ),
            "its health must say what it waits for"
        );
        agent.Blocked.Should().BeEmpty();

        clock.Shift(Hour);

        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["203.0.113.9"]), "what was ordered meanwhile must arrive");
    }

    private static async Task TellsAsync(TestHost issuer, TestHost agent, string id, TimeSpan ahead)
    {
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents().Any(report => report.Id == id && report.ClockAhead is { } told && IsAbout(told, ahead)),
            "the difference must be in its state"
        );
        var words = ahead > TimeSpan.Zero ? "ahead of" : "behind";
        (await agent.Engine.CheckHealthAsync())
            .Findings.Should()
            .ContainSingle(static finding => finding.Check == "fleet clock")
            .Which.Should()
            .Match<HealthFinding>(finding => !finding.IsFine && finding.Detail.Contains($"{words} the server's", StringComparison.Ordinal));
    }

    private static bool IsAbout(TimeSpan told, TimeSpan ahead) => (told - ahead).Duration() < TimeSpan.FromSeconds(30);
}
