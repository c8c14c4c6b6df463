using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Nats.Tests;

/// <summary>The fleet's allow list and kill switch, and repeat offenders.</summary>
public sealed class RuleTests
{
    private static readonly AddressPrefix Network = AddressPrefix.TryParse("203.0.113.0/24", out var network) ? network : default;

    [Fact]
    public async Task An_allowed_network_is_lifted_everywhere_and_blocked_nowhere()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("198.51.100.1", id: "2"));
        await agent.Engine.ApplyAsync("firewall-drop", Of("203.0.113.10"), TimeSpan.FromHours(1));
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 3, "all must be blocked");

        await issuer.Fleet.AllowAsync(Network);

        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["198.51.100.1"]), "what is covered must be lifted, its own too");
        issuer.Fleet.AllowList.Should().Equal(Network);
        issuer.Fleet.ListOrders().Should().ContainSingle(static order => !order.IsLift);
        var own = await agent.Engine.ApplyAsync("firewall-drop", Of("203.0.113.11"), TimeSpan.FromHours(1));
        own.Outcome.Should().Be(ActionOutcome.Refused);
        own.Detail.Should().Contain("fleet-allow-list");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.12", id: "3"));
        var refused = await issuer
            .Observer.FirstAsync(static action => action.Order.Origin.AlertId == "3")
            .WaitAsync(TimeSpan.FromMinutes(1));
        refused.Outcome.Should().Be(ActionOutcome.Refused);

        (await issuer.Fleet.DisallowAsync(Network)).Should().BeTrue();
        (await issuer.Fleet.DisallowAsync(Network)).Should().BeFalse();
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.13", id: "4"));
        await Eventually.HoldsAsync(() => agent.Blocked.Contains("203.0.113.13"), "it is off the list");
    }

    [Fact]
    public async Task The_allow_list_holds_after_a_restart_while_the_server_is_down()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync();
        var agent = await fleet.AgentAsync("001");
        await issuer.Fleet.AllowAsync(Network);
        await Eventually.HoldsAsync(async () => await IsRefusedAsync(agent), "the agent must know");

        await fleet.StopAsync(agent);
        fleet.Server.Kill();
        agent = await fleet.AgentAsync("001");

        await Eventually.HoldsAsync(async () => await IsRefusedAsync(agent), "it was stored");
        await fleet.StopAsync(issuer);
        issuer = await fleet.IssuerAsync();
        issuer.Fleet.AllowList.Should().Equal(Network);
    }

    [Fact]
    public async Task What_was_taken_off_the_allow_list_is_not_on_it_again_after_a_restart()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync();
        var agent = await fleet.AgentAsync("001");
        await issuer.Fleet.AllowAsync(Network);
        await Eventually.HoldsAsync(async () => await IsRefusedAsync(agent), "the agent must know");
        await issuer.Fleet.DisallowAsync(Network);
        await Eventually.HoldsAsync(async () => !await IsRefusedAsync(agent), "the agent must know that, too");

        await fleet.StopAsync(agent);
        fleet.Server.Kill();
        agent = await fleet.AgentAsync("001");

        (await IsRefusedAsync(agent)).Should().BeFalse();
    }

    [Fact]
    public async Task While_the_fleet_is_halted_nothing_new_is_done_and_lifts_are()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.1", id: "1"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.2", id: "2"));
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "both must be blocked");

        await issuer.Fleet.HaltAsync();
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ IsHalted: true }], "the agent must report it");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.3", id: "3"));
        var refused = await issuer
            .Observer.FirstAsync(static action => action.Order.Origin.AlertId == "3")
            .WaitAsync(TimeSpan.FromMinutes(1));
        refused.Outcome.Should().Be(ActionOutcome.Refused);
        var own = await agent.Engine.ApplyAsync("firewall-drop", Of("203.0.113.4"), TimeSpan.FromHours(1));
        own.Detail.Should().Contain("fleet-halt");
        await issuer.Fleet.LiftAsync(Of("203.0.113.1"));
        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["203.0.113.2"]), "a lift is done, and what is in place stays");

        await issuer.Fleet.ResumeAsync();
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ IsHalted: false }], "the agent must report it");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.5", id: "5"));
        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["203.0.113.2", "203.0.113.5"]), "it goes on");
    }

    [Fact]
    public async Task What_an_agent_comes_to_during_a_halt_waits_for_the_resume_also_over_a_restart()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([
            TestFleet.Response(ResponseLocation.All),
            TestFleet.Response(ResponseLocation.DefinedAgent, "001", seconds: 601) with
            {
                RuleIds = [7],
                Level = null,
            },
        ]);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.1", id: "1"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.2", id: "2"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.3", id: "3") with { RuleId = 7 });
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListOrders() is { Length: >= 3 } orders && orders.All(static order => order.Sequence > 0),
            "all must be published"
        );
        await issuer.Fleet.HaltAsync();

        var agent = await fleet.AgentAsync("001");
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ IsHalted: true }], "the agent must know");
        await issuer.Fleet.LiftAsync(Of("203.0.113.1"));
        await fleet.StopAsync(agent);
        agent = await fleet.AgentAsync("001", firewall: agent.Firewall);
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents() is [{ IsHalted: true, Behind: > 0 }],
            "it is halted and behind after the restart, too"
        );
        agent.Blocked.Should().BeEmpty("nothing new is done");

        await issuer.Fleet.ResumeAsync();

        await Eventually.HoldsAsync(
            () => agent.Blocked.SequenceEqual(["203.0.113.2", "203.0.113.3"]),
            "what still holds is carried out, and what was lifted is not"
        );
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ Behind: 0 }], "nothing is left");
    }

    [Fact]
    public async Task An_offense_counts_once_whichever_agent_reports_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync(
            [TestFleet.Response(ResponseLocation.All)],
            clock: clock,
            repeatedOffenders: new RepeatedOffenders([TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60)])
        );
        (await LastsAsync(issuer, "001", "1")).Should().Be(TimeSpan.FromMinutes(10));
        (await LastsAsync(issuer, "002", "2")).Should().Be(TimeSpan.FromMinutes(10), "it belongs to the same offense");

        clock.Shift(TimeSpan.FromMinutes(15));
        (await LastsAsync(issuer, "002", "3")).Should().Be(TimeSpan.FromMinutes(30), "it is the second");

        await fleet.StopAsync(issuer);
        clock.Shift(TimeSpan.FromMinutes(40));
        issuer = await fleet.IssuerAsync(
            [TestFleet.Response(ResponseLocation.All)],
            clock: clock,
            repeatedOffenders: new RepeatedOffenders([TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60)])
        );
        (await LastsAsync(issuer, "001", "4")).Should().Be(TimeSpan.FromMinutes(60), "the count is durable");
    }

    [Fact]
    public async Task A_budget_limits_new_orders_for_all_and_not_their_extensions()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync(
            [TestFleet.Response(ResponseLocation.All)],
            clock: clock,
            change: static options => options with { OrdersToAllPerMinute = 2 }
        );
        (await OutcomeAsync(issuer, "203.0.113.1", "1")).Should().Be(ActionOutcome.Sent);
        (await OutcomeAsync(issuer, "203.0.113.2", "2")).Should().Be(ActionOutcome.Sent);
        (await OutcomeAsync(issuer, "203.0.113.3", "3")).Should().Be(ActionOutcome.Refused);
        (await OutcomeAsync(issuer, "203.0.113.2", "4")).Should().Be(ActionOutcome.Sent, "it is blocked already");

        clock.Shift(TimeSpan.FromMinutes(2));
        (await OutcomeAsync(issuer, "203.0.113.3", "5")).Should().Be(ActionOutcome.Sent);
    }

    private static async Task<ActionOutcome> OutcomeAsync(TestHost issuer, string address, string alert)
    {
        await issuer.Engine.HandleAsync(TestFleet.Alert(address, id: alert));
        var action = await issuer.Observer.FirstAsync(action => action.Order.Origin.AlertId == alert).WaitAsync(TimeSpan.FromMinutes(1));
        return action.Outcome;
    }

    private static async Task<TimeSpan> LastsAsync(TestHost issuer, string agent, string alert)
    {
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", agent, alert));
        await issuer.Observer.FirstAsync(action => action.Order.Origin.AlertId == alert).WaitAsync(TimeSpan.FromMinutes(1));
        var order = issuer.Fleet.ListOrders().Single();
        return TimeSpan.FromMinutes(Math.Round((order.Until!.Value - order.Issued).TotalMinutes));
    }

    private static async Task<bool> IsRefusedAsync(TestHost agent) =>
        (await agent.Engine.ApplyAsync("firewall-drop", Of("203.0.113.99"), TimeSpan.FromHours(1))).Outcome == ActionOutcome.Refused;

    private static Subject Of(string address) => Subject.Of(AddressPrefix.From(IPAddress.Parse(address)));
}
