using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Nats.Tests;

/// <summary>What an issuer orders, an agent does: now, or when it is back.</summary>
public sealed class OrderTests
{
    private static readonly Subject Attacker = Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9")));

    // Long: one scenario from start to end.
    [Fact]
    public async Task An_order_reaches_the_agents_that_it_is_for_and_no_others()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([
            TestFleet.Response(ResponseLocation.All, seconds: 600) with
            {
                RuleIds = [1],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.Local, seconds: 601) with
            {
                RuleIds = [2],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.DefinedAgent, "003", seconds: 602) with
            {
                RuleIds = [3],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.DefinedAgent, "label:web", seconds: 603) with
            {
                RuleIds = [4],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.Server, seconds: 604) with
            {
                RuleIds = [5],
                Level = null,
            },
        ]);
        var first = await fleet.AgentAsync("001", ["web"]);
        var second = await fleet.AgentAsync("002", ["web", "db"]);
        var third = await fleet.AgentAsync("003");

        foreach (var rule in Enumerable.Range(1, 5))
        {
            await issuer.Engine.HandleAsync(TestFleet.Alert($"203.0.113.{rule}", "001") with { RuleId = (uint)rule });
        }

        await Eventually.HoldsAsync(
            () => first.Blocked.Count == 3 && second.Blocked.Count == 2 && third.Blocked.Count == 2,
            "all must have theirs"
        );
        first.Blocked.Should().Equal("203.0.113.1", "203.0.113.2", "203.0.113.4");
        second.Blocked.Should().Equal("203.0.113.1", "203.0.113.4");
        third.Blocked.Should().Equal("203.0.113.1", "203.0.113.3");
        await Eventually.HoldsAsync(() => issuer.Blocked.SequenceEqual(["203.0.113.5"]), "the server's own order runs there");
        var effect = (await third.Engine.ListAsync()).Single(static one => one.Order.ResponseName == "firewall-drop602");
        effect.Order.Origin.Sender.Should().Be($"fleet main, issuer {fleet.Key.PublicKey}");
        effect.Order.Origin.AlertId.Should().Be("1754300000.1");
    }

    [Fact]
    public async Task The_end_is_the_issuers_also_for_an_agent_that_comes_later()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)], clock: clock);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => issuer.Fleet.ListOrders() is [{ Sequence: > 0 }], "the server must have the order");
        var until = issuer.Fleet.ListOrders()[0].Until;

        clock.Shift(TimeSpan.FromMinutes(5));
        var agent = await fleet.AgentAsync("001", clock: clock);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "what it missed it gets");

        (await agent.Engine.ListAsync()).Should().ContainSingle().Which.Until.Should().Be(until);
    }

    [Fact]
    public async Task What_has_ended_while_an_agent_was_away_it_does_not_get()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)], clock: clock);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => issuer.Fleet.ListOrders() is [{ Sequence: > 0 }], "the server must have the order");

        clock.Shift(TimeSpan.FromMinutes(11));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.10", id: "2"));
        var agent = await fleet.AgentAsync("001", clock: clock);

        await Eventually.HoldsAsync(() => agent.Blocked.Contains("203.0.113.10"), "what holds it gets");
        agent.Blocked.Should().Equal("203.0.113.10");
    }

    [Fact]
    public async Task A_lift_reaches_agents_that_are_there_and_those_that_come_back()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var there = await fleet.AgentAsync("001");
        var away = await fleet.AgentAsync("002", firewall: new Testing.InMemoryFirewall());
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => there.Blocked.Count == 1 && away.Blocked.Count == 1, "both must block");
        var firewall = away.Firewall;
        await fleet.StopAsync(away);
        firewall.Entries.Should().HaveCount(1, "a durable store keeps what is in place");

        (await issuer.Fleet.LiftAsync(Attacker)).Should().Equal(FleetTarget.All);

        await Eventually.HoldsAsync(() => there.Blocked.Count == 0, "it must be lifted");
        away = await fleet.AgentAsync("002", firewall: firewall);
        await Eventually.HoldsAsync(() => away.Blocked.Count == 0, "it must be lifted when it is back");
        await Eventually.HoldsAsync(async () => (await away.Engine.ListAsync()).Count == 0, "nothing of it must be on record");
    }

    [Fact]
    public async Task What_was_lifted_can_be_ordered_again()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        for (var i = 0; i < 3; i++)
        {
            await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", id: $"a{i}"));
            await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "it must be blocked");
            await issuer.Fleet.LiftAsync(Attacker);
            await Eventually.HoldsAsync(() => agent.Blocked.Count == 0, "it must be lifted");
        }
    }

    [Fact]
    public async Task A_longer_order_extends_and_a_shorter_one_changes_nothing()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([
            TestFleet.Response(ResponseLocation.All, seconds: 600) with
            {
                RuleIds = [1],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.All, seconds: 1800) with
            {
                RuleIds = [2],
                Level = null,
            },
        ]);
        var agent = await fleet.AgentAsync("001");
        await HandleAsync(issuer, 1, "1");
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "it must be blocked");
        await HandleAsync(issuer, 2, "2");
        await Eventually.HoldsAsync(
            async () => (await agent.Engine.ListAsync())[0].Until > DateTimeOffset.UtcNow.AddSeconds(1200),
            "it must be extended"
        );
        var order = issuer.Fleet.ListOrders().Should().ContainSingle().Subject;
        order.Until.Should().BeAfter(order.Issued + TimeSpan.FromSeconds(1700));

        await HandleAsync(issuer, 1, "3");

        await issuer.Observer.FirstAsync(static action => action.Order.Origin.AlertId == "3").WaitAsync(TimeSpan.FromMinutes(1));
        issuer.Fleet.ListOrders()[0].Should().BeEquivalentTo(order, static options => options.Excluding(static one => one.Agents));
    }

    [Fact]
    public async Task A_permanent_order_stays_until_it_is_lifted()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All, seconds: 0)], clock: clock);
        var agent = await fleet.AgentAsync("001", clock: clock);
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9"));
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "it must be blocked");
        (await agent.Engine.ListAsync())[0].Until.Should().BeNull();
        clock.Shift(TimeSpan.FromDays(400));
        var later = await fleet.AgentAsync("002", clock: clock);
        await Eventually.HoldsAsync(() => later.Blocked.Count == 1, "it holds for those that come later, too");

        await issuer.Fleet.LiftAsync(Attacker);

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 0 && later.Blocked.Count == 0, "it must be lifted");
    }

    // Long: one scenario from start to end.
    [Fact]
    public async Task The_issuer_reports_one_agent_for_itself_and_a_group_in_one_outcome_with_counts()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([
            TestFleet.Response(ResponseLocation.All) with
            {
                RuleIds = [1],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.DefinedAgent, "002", seconds: 601) with
            {
                RuleIds = [2],
                Level = null,
            },
        ]);
        var refusing = ActiveResponseConfig.Empty with
        {
            AllowList = new AllowList([new AllowListEntry { Text = "203.0.113.0/24", Network = Network("203.0.113.0/24") }]),
        };
        await fleet.AgentAsync("001");
        await fleet.AgentAsync("002", config: refusing);
        await fleet.AgentAsync("003");
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents().Length == 3, "all must have reported");

        await HandleAsync(issuer, 1, "1");

        var group = await issuer
            .Observer.FirstAsync(static action =>
                action.Order.TargetAgent == "all" && action.Detail!.Contains("refused", StringComparison.Ordinal)
            )
            .WaitAsync(TimeSpan.FromMinutes(1));
        group.Outcome.Should().Be(ActionOutcome.Sent);
        group.Detail.Should().Be("all: 2 delivered, 1 refused");
        var one = await issuer
            .Observer.FirstAsync(static action => action.Order.TargetAgent == "002" && action.Outcome == ActionOutcome.Refused)
            .WaitAsync(TimeSpan.FromMinutes(1));
        one.Outcome.Should().Be(ActionOutcome.Refused);
        one.Detail.Should().Contain("allow-list");
        await HandleAsync(issuer, 2, "2");
        var refused = await issuer
            .Observer.FirstAsync(static action => action.Order.Origin.AlertId == "2" && action.Outcome == ActionOutcome.Refused)
            .WaitAsync(TimeSpan.FromMinutes(1));
        refused.Detail.Should().StartWith("002: refused (allow-list");
        var order = issuer.Fleet.ListOrders(FleetTarget.All, withAgents: true).Should().ContainSingle().Subject;
        order.Agents.Should().Equal(new Dictionary<AgentOrderStatus, int> { [AgentOrderStatus.Done] = 2, [AgentOrderStatus.Refused] = 1 });
        order.Named.Should().Contain(static agent => agent.AgentId == "002" && agent.Status == AgentOrderStatus.Refused);
    }

    [Fact]
    public async Task What_can_be_done_once_only_is_done_for_each_order_and_not_for_agents_that_come_later()
    {
        await using var fleet = await TestFleet.StartAsync();
        var response = TestFleet.Response(ResponseLocation.All, seconds: 0);
        var issuer = await fleet.IssuerAsync([
            response with
            {
                Command = response.Command with { TimeoutAllowed = false, Name = "notify", Executable = "notify" },
            },
        ]);
        var told = new CountingResponder("notify");
        await fleet.AgentAsync("001", compose: builder => builder.AddResponder(_ => told));

        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", id: "1"));
        await Eventually.HoldsAsync(() => told.Calls == 1, "it must be done");
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", id: "2"));
        await Eventually.HoldsAsync(() => told.Calls == 2, "it must be done again");
        var later = new CountingResponder("notify");
        await fleet.AgentAsync("002", compose: builder => builder.AddResponder(_ => later));
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListOrders(withAgents: true)[0].Agents.GetValueOrDefault(AgentOrderStatus.Done) == 2,
            "both must have read it"
        );

        later.Calls.Should().Be(0, "it was not there when it happened");
    }

    private static AddressPrefix Network(string text) =>
        AddressPrefix.TryParse(text, out var network) ? network : throw new ArgumentException(text);

    private static async Task HandleAsync(TestHost issuer, uint rule, string alert) =>
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.9", "002", alert) with { RuleId = rule });
}
