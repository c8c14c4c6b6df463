using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Tests;

/// <summary>
/// A server that is killed, wiped or put back, hosts that end in the middle, two issuers: nothing is lost, leaked or doubled.
/// </summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Orders_that_are_given_while_the_server_is_down_arrive_when_it_is_back()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "the first must arrive");

        fleet.Server.Kill();
        await OrderAsync(issuer, 2, 3);
        await fleet.Server.StartAgainAsync();

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 3, "the others must arrive");
    }

    [Fact]
    public async Task A_server_that_is_killed_in_a_burst_loses_no_order()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "the first must arrive");

        var burst = OrderAsync(issuer, [.. Enumerable.Range(2, 199)]);
        await Eventually.HoldsAsync(() => agent.Blocked.Count > 20, "the burst must be under way");
        fleet.Server.Kill();
        await fleet.Server.StartAgainAsync();
        await burst;

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 200, "all must arrive");
    }

    [Fact]
    public async Task A_server_that_lost_its_store_lifts_nothing_and_gets_all_that_holds_again()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1, 2);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "both must arrive");
        await issuer.Fleet.LiftAsync(Subject(2));
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "one must be lifted");

        fleet.Server.Kill();
        fleet.Server.DeleteStore();
        await fleet.Server.StartAgainAsync();
        var late = await fleet.AgentAsync("002");
        await OrderAsync(issuer, 3);

        await Eventually.HoldsAsync(() => late.Blocked.Count == 2 && agent.Blocked.Count == 2, "all that holds must arrive");
        late.Blocked.Should().Equal("198.51.100.1", "198.51.100.3");
        agent.Blocked.Should().Equal("198.51.100.1", "198.51.100.3");
    }

    [Fact]
    public async Task An_order_in_a_stream_made_anew_is_not_done_because_an_agent_had_come_further_in_the_old_one()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.DefinedAgent, "001", seconds: 2)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1, 2, 3, 4, 5);
        await Eventually.HoldsAsync(
            async () =>
                (await agent.Engine.CheckHealthAsync()).Findings.Any(static finding =>
                    finding.Check == "fleet orders agent:1" && finding.Detail.EndsWith(" 6", StringComparison.Ordinal)
                ),
            "they must arrive"
        );
        await Eventually.HoldsAsync(async () => await fleet.StoredAsync() == 1, "what has ended must be removed from the stream");
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ InPlace: 0 }], "it must end");

        fleet.Server.Kill();
        fleet.Server.DeleteStore();
        await fleet.Server.StartAgainAsync();
        await issuer.Fleet.OrderAsync(FleetTarget.All, "firewall-drop", Subject(9), TimeSpan.FromMinutes(10));
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ Behind: 0, InPlace: 1 }], "the agent must be in the new stream");
        var isHeld = new TaskCompletionSource();
        agent.Firewall.BeforeBatch = () => isHeld.Task;
        var order = await issuer.Fleet.OrderAsync(FleetTarget.Agent("001"), "firewall-drop", Subject(8), TimeSpan.FromMinutes(10));

        order.Sequence.Should().BePositive();
        order.Agents.Should().ContainSingle().Which.Key.Should().Be(AgentOrderStatus.Behind);
        isHeld.SetResult();
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListOrders() is [var held, _] && held.Agents.GetValueOrDefault(AgentOrderStatus.Done) == 1,
            "it must be done"
        );
    }

    [Fact]
    public async Task A_server_whose_store_was_put_back_gets_what_it_lost_and_agents_read_it()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        await OrderAsync(issuer, 1);
        await Eventually.HoldsAsync(() => issuer.Fleet.ListOrders() is [{ Sequence: > 0 }], "the server must have the first");
        fleet.Server.Kill();
        Copy(fleet.Server.Store, fleet.PathOf("backup"));
        await fleet.Server.StartAgainAsync();
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 2, 3, 4, 5);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 5, "all must arrive");

        fleet.Server.Kill();
        fleet.Server.DeleteStore();
        Copy(fleet.PathOf("backup"), fleet.Server.Store);
        await fleet.Server.StartAgainAsync();
        var late = await fleet.AgentAsync("002");
        await OrderAsync(issuer, 6);

        await Eventually.HoldsAsync(() => late.Blocked.Count == 6, "what was lost must be there again");
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 6, "numbers that come a second time must not hide an order");
    }

    [Fact]
    public async Task An_issuer_that_ended_before_the_server_took_an_order_publishes_it_when_it_is_back()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "the first must arrive");
        fleet.Server.Kill();
        await OrderAsync(issuer, 2);
        await fleet.StopAsync(issuer);

        await fleet.Server.StartAgainAsync();
        issuer = await fleet.IssuerAsync();

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "what was in the ledger must arrive");
    }

    [Fact]
    public async Task An_issuer_and_a_server_that_lost_all_lift_nothing_and_a_lift_by_hand_still_does()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All, seconds: 0)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, 1);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "it must arrive");
        await fleet.StopAsync(issuer);
        fleet.Server.Kill();
        fleet.Server.DeleteStore();
        await fleet.Server.StartAgainAsync();

        issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All, seconds: 0)], ledger: "another");
        await OrderAsync(issuer, 2);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "the agent must follow the new stream");
        (await issuer.Fleet.LiftAsync(Subject(1))).Should().BeEmpty("nothing is known of it");
        await issuer.Fleet.LiftEverywhereAsync(FleetTarget.All, "firewall-drop", Subject(1));

        await Eventually.HoldsAsync(() => agent.Blocked.SequenceEqual(["198.51.100.2"]), "it must be lifted");
    }

    [Fact]
    public async Task Two_issuers_order_the_same_and_the_longer_one_holds()
    {
        var second = FleetCredentials.CreateKey();
        await using var fleet = await TestFleet.StartAsync(second.PublicKey);
        var one = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All, seconds: 600)], ledger: "one");
        var two = await fleet.IssuerAsync(
            [TestFleet.Response(ResponseLocation.All, seconds: 1800)],
            ledger: "two",
            signingSeed: second.Seed
        );
        var numbers = Enumerable.Range(1, 50).ToArray();

        await Task.WhenAll(OrderAsync(one, numbers), OrderAsync(two, numbers));

        var agent = await fleet.AgentAsync("001");
        await Eventually.HoldsAsync(
            async () =>
                await agent.Engine.ListAsync() is { Count: 50 } effects
                && effects.All(effect => effect.Until > DateTimeOffset.UtcNow + TimeSpan.FromMinutes(20)),
            "the longer one must hold for each, for one that comes later, too"
        );
        await Eventually.HoldsAsync(() => one.Fleet.ListOrders().Length == 50 && two.Fleet.ListOrders().Length == 50, "each must know all");
        await two.Fleet.LiftAsync(Subject(1));
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 49, "one must lift what the other has ordered");
    }

    [Fact]
    public async Task An_agent_without_a_durable_store_reads_all_that_holds_when_it_starts()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001", isDurable: false);
        await OrderAsync(issuer, 1, 2);
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "both must arrive");
        await fleet.StopAsync(agent);
        agent.Blocked.Should().BeEmpty("a store in memory takes back what it would forget");

        agent = await fleet.AgentAsync("001", isDurable: false);

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "both must be there again");
    }

    [Fact]
    public async Task An_agent_that_comes_back_takes_only_what_changed()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agent = await fleet.AgentAsync("001");
        await OrderAsync(issuer, [.. Enumerable.Range(1, 100)]);
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ Behind: 0, InPlace: 100 }], "all must arrive, and be reported");
        var firewall = agent.Firewall;
        await fleet.StopAsync(agent);
        var batches = firewall.Batches;
        await OrderAsync(issuer, 101);

        agent = await fleet.AgentAsync("001", firewall: firewall);

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 101, "the new one must arrive");
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ Behind: 0, InPlace: 101 }], "and be reported");
        agent.Observer.Actions.Should().ContainSingle().Which.Order.Subject.Should().Be(Subject(101));
        firewall.Batches.Should().BeLessThan(batches + 5);
    }

    [Fact]
    public async Task What_has_ended_is_removed_from_the_stream()
    {
        await using var fleet = await TestFleet.StartAsync();
        var clock = new ShiftedClock();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)], clock: clock);
        await OrderAsync(issuer, 1, 2);
        await Eventually.HoldsAsync(async () => await fleet.StoredAsync() == 3, "the server must have both, and the epoch");

        clock.Shift(TimeSpan.FromMinutes(11));

        await Eventually.HoldsAsync(async () => await fleet.StoredAsync() == 1, "only the epoch must be left");
        issuer.Fleet.ListOrders().Should().BeEmpty();
    }

    internal static Subject Subject(int number) => Subject($"198.51.100.{number}");

    internal static Subject Subject(string address) => Planning.Subject.Of(AddressPrefix.From(IPAddress.Parse(address)));

    private static async Task OrderAsync(TestHost issuer, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await issuer.Engine.HandleAsync(TestFleet.Alert($"198.51.100.{number}", id: $"a{number}"));
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
