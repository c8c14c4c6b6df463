using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Nats.Tests;

/// <summary>An order for all is tried on some agents first.</summary>
public sealed class CanaryTests
{
    private const string Address = "203.0.113.9";
    private static readonly Subject Attacker = Subject.Of(AddressPrefix.From(IPAddress.Parse(Address)));
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task All_agents_get_an_order_once_the_canaries_have_done_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1);
        var agents = new[] { await fleet.AgentAsync("001"), await fleet.AgentAsync("002"), await fleet.AgentAsync("003") };
        await AreThereAsync(issuer, 3);

        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));

        await Eventually.HoldsAsync(() => agents.All(static agent => agent.Blocked.Count == 1), "all must block it");
        var orders = issuer.Fleet.ListOrders(withAgents: true);
        orders.Should().HaveCount(2);
        orders[0].Target.Should().Be(FleetTarget.All);
        orders[1].Target.Kind.Should().Be(FleetTargetKind.Agent);
        orders[0].Until.Should().Be(orders[1].Until, "the canary's block ends with that of the others");
        orders[0].Sequence.Should().BeGreaterThan(orders[1].Sequence);
        (await OutcomesAsync(issuer, "1"))[0].Should().Be((ActionOutcome.Sent, "all: queued (tried on 1 agents first)"));
    }

    [Fact]
    public async Task No_other_agent_gets_an_order_that_a_canary_refuses()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 2);
        _ = AddressPrefix.TryParse("203.0.113.0/24", out var network);
        var refusing = ActiveResponseConfig.Empty with
        {
            AllowList = new AllowList([new AllowListEntry { Text = "203.0.113.0/24", Network = network }]),
        };
        var fine = await fleet.AgentAsync("001");
        await fleet.AgentAsync("002", config: refusing);
        await AreThereAsync(issuer, 2);

        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));

        var failed = await issuer
            .Observer.FirstAsync(static action => action.Outcome == ActionOutcome.Failed)
            .WaitAsync(TimeSpan.FromMinutes(1));
        failed.Detail.Should().StartWith("all: failed (canary agent:2 refused it: allow-list");
        await Eventually.HoldsAsync(() => fine.Blocked.Count == 0 && fine.Firewall.Batches >= 2, "the other canary must lift it");
        issuer.Fleet.ListOrders().Should().HaveCount(2).And.OnlyContain(static order => order.IsLift && order.Target != FleetTarget.All);
    }

    [Fact]
    public async Task A_canary_that_does_not_answer_in_time_is_a_failure()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1, TimeSpan.FromSeconds(2));
        await SilentAgentAsync(fleet, issuer);

        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));

        var failed = await issuer
            .Observer.FirstAsync(static action => action.Outcome == ActionOutcome.Failed)
            .WaitAsync(TimeSpan.FromMinutes(1));
        failed.Detail.Should().Contain("1 of 1 canaries did not answer within 2 s");
        issuer.Fleet.ListOrders().Should().ContainSingle().Which.IsLift.Should().BeTrue();
    }

    [Fact]
    public async Task Without_an_agent_to_try_it_on_an_order_for_all_fails()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1);

        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));

        (await OutcomesAsync(issuer, "1")).Should().Equal((ActionOutcome.Failed, "all: failed (no agent is available to try it on)"));
        issuer.Fleet.ListOrders().Should().BeEmpty();
    }

    [Fact]
    public async Task A_trial_that_was_broken_off_goes_on_in_the_next_run()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1, Long);
        await SilentAgentAsync(fleet, issuer);
        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));
        await OutcomesAsync(issuer, "1");
        await fleet.StopAsync(issuer);

        issuer = await IssuerAsync(fleet, canaries: 1, Long);
        await fleet.AgentAsync("001");
        var other = await fleet.AgentAsync("002");

        await Eventually.HoldsAsync(() => other.Blocked.Count == 1, "the canary has done it, so all get it");
    }

    [Fact]
    public async Task A_second_alert_during_a_trial_makes_the_block_longer_for_all()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await IssuerAsync(fleet, canaries: 1, Long, clock);
        await SilentAgentAsync(fleet, issuer);
        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));
        await OutcomesAsync(issuer, "1");
        clock.Shift(TimeSpan.FromMinutes(2));
        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "2"));
        await OutcomesAsync(issuer, "2");

        await fleet.AgentAsync("001");

        await Eventually.HoldsAsync(() => issuer.Fleet.ListOrders(FleetTarget.All) is [{ Sequence: > 0 }], "all must get it");
        var orders = issuer.Fleet.ListOrders();
        (orders[0].Until - orders[1].Until).Should().BeCloseTo(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_lift_during_a_trial_ends_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1, Long);
        await SilentAgentAsync(fleet, issuer);
        await issuer.Engine.HandleAsync(TestFleet.Alert(Address, id: "1"));
        await OutcomesAsync(issuer, "1");

        await issuer.Fleet.LiftAsync(Attacker);

        var failed = await issuer
            .Observer.FirstAsync(static action => action.Outcome == ActionOutcome.Failed)
            .WaitAsync(TimeSpan.FromMinutes(1));
        failed.Detail.Should().Contain("it was lifted during its trial");
    }

    [Fact]
    public async Task An_order_by_hand_is_not_tried_first()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await IssuerAsync(fleet, canaries: 1);

        var order = await issuer.Fleet.OrderAsync(FleetTarget.All, "firewall-drop", Attacker, Long);

        order.Target.Should().Be(FleetTarget.All);
        order.Sequence.Should().BePositive();
    }

    private static Task<TestHost> IssuerAsync(TestFleet fleet, int canaries, TimeSpan? within = null, TimeProvider? clock = null) =>
        fleet.IssuerAsync(
            [TestFleet.Response(ResponseLocation.All)],
            clock: clock,
            change: options => options with { CanaryAgents = canaries, CanaryWithin = within ?? TimeSpan.FromSeconds(30) }
        );

    private static Task AreThereAsync(TestHost issuer, int count) =>
        Eventually.HoldsAsync(() => issuer.Fleet.ListAgents().Length == count, "all must have reported");

    // It counts as there for a while.
    private static async Task SilentAgentAsync(TestFleet fleet, TestHost issuer)
    {
        var agent = await fleet.AgentAsync("001");
        await AreThereAsync(issuer, 1);
        await fleet.StopAsync(agent);
    }

    private static async Task<IReadOnlyList<(ActionOutcome, string?)>> OutcomesAsync(TestHost issuer, string alert)
    {
        var first = await issuer.Observer.FirstAsync(action => action.Order.Origin.AlertId == alert).WaitAsync(TimeSpan.FromMinutes(1));
        return [(first.Outcome, first.Detail)];
    }
}
