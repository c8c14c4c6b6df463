using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Tests;

/// <summary>Three servers that keep three copies: one of them may die.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task A_leader_that_is_killed_in_a_burst_loses_no_order()
    {
        using var cluster = await NatsCluster.StartAsync();
        await using var fleet = TestFleet.On(cluster.First);
        fleet.Change = options =>
            options with
            {
                Url = cluster.Url,
                Replicas = 3,
                PublishWithin = TimeSpan.FromMilliseconds(50),
                Heartbeat = TimeSpan.FromSeconds(1),
                ReadersWait = TimeSpan.FromSeconds(2),
            };
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        var agents = new[] { await fleet.AgentAsync("001"), await fleet.AgentAsync("002"), await fleet.AgentAsync("003") };
        await OrderAsync(issuer, 1, 1);
        await Eventually.HoldsAsync(() => agents.All(static agent => agent.Blocked.Count == 1), "the first must arrive everywhere");

        var burst = OrderAsync(issuer, 2, 100);
        await Eventually.HoldsAsync(() => agents[0].Blocked.Count > 20, "the burst must be under way");
        (await cluster.LeaderAsync("AR_main"))!.Kill();
        await burst;

        await Eventually.HoldsAsync(() => agents.All(static agent => agent.Blocked.Count == 100), "all must arrive everywhere");
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents() is { Length: 3 } known && known.All(static agent => agent.Behind == 0),
            "the agents must report to the servers that are left"
        );
        (await cluster.LeaderAsync("AR_main")).Should().NotBeNull("another one leads");
    }

    private static async Task OrderAsync(TestHost issuer, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            await issuer.Engine.HandleAsync(TestFleet.Alert(new IPAddress([198, 51, 100, (byte)number]).ToString(), id: $"a{number}"));
        }
    }
}
