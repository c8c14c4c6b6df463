using System.Globalization;
using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Tests;

/// <summary>A site with a server of its own, a leaf node that mirrors the orders: its agents read them there.</summary>
public sealed class LeafNodeTests
{
    private const int Connected = 701;
    private const int StateNotReported = 707;

    [Fact]
    public async Task Agents_of_a_site_read_the_mirror_and_report_to_the_hub()
    {
        var (fleet, leafPort) = await StartHubAsync();
        await using var hub = fleet;
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        await OrderAsync(issuer, 1, 2);
        using var site = await StartSiteAsync(leafPort);
        fleet.Change = options => options with { Url = site.Url, Heartbeat = TimeSpan.FromSeconds(1) };

        using var log = new LogEvents();
        var agents = new[] { await fleet.AgentAsync("001", compose: builder => LogTo(builder, log)), await fleet.AgentAsync("002") };

        await Eventually.HoldsAsync(() => agents.All(static agent => agent.Blocked.Count == 2), "what holds must be read from the mirror");
        await OrderAsync(issuer, 3, 3);
        await issuer.Fleet.LiftAsync(FaultTests.Subject(1));
        await Eventually.HoldsAsync(
            () => agents.All(static agent => agent.Blocked.SequenceEqual(["198.51.100.2", "198.51.100.3"])),
            "what changes at the hub must reach the site"
        );
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents() is { Length: 2 } known && known.All(static agent => agent is { Behind: 0, InPlace: 2 }),
            "states must reach the hub"
        );
        log.All.Should()
            .Contain(static message => message.Id == Connected)
            .And.NotContain(
                static message => message.Id == StateNotReported && message.Text.Contains("responders", StringComparison.OrdinalIgnoreCase),
                "a clock that can't be checked is no failure"
            );
        (await OrdersReadAtAsync(fleet.Server)).Should().Be(1, "only the issuer reads at the hub");
    }

    [Fact]
    public async Task A_site_that_is_cut_off_keeps_what_it_has_and_gets_the_rest_when_it_is_back()
    {
        var (fleet, leafPort) = await StartHubAsync();
        await using var hub = fleet;
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        await OrderAsync(issuer, 1, 1);
        using var site = await StartSiteAsync(leafPort);
        fleet.Change = options => options with { Url = site.Url, Heartbeat = TimeSpan.FromSeconds(1) };
        var agent = await fleet.AgentAsync("001");
        await Eventually.HoldsAsync(() => agent.Blocked.Count == 1, "the first must arrive");

        fleet.Server.Kill();
        fleet.Change = static options => options;
        await OrderAsync(issuer, 2, 2);
        agent.Blocked.Should().ContainSingle("a hub that is away lifts nothing");
        await fleet.Server.StartAgainAsync();

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 2, "what was ordered meanwhile must arrive");
    }

    private static void LogTo(ActiveResponseBuilder builder, LogEvents log) =>
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));

    private static async Task<(TestFleet Fleet, int LeafPort)> StartHubAsync()
    {
        Assert.SkipWhen(NatsServer.Program is null, "nats-server is not here");
        var port = NatsServer.FreePorts(1)[0];
        var more = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            server_name: hub
            leafnodes { listen: "127.0.0.1:{{port}}" }
            """
        );
        return (TestFleet.On(await NatsServer.StartAsync(more, "hub")), port);
    }

    private static async Task<NatsServer> StartSiteAsync(int leafPort)
    {
        var site = await NatsServer.StartAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                server_name: site
                leafnodes { reconnect: 1, remotes: [ { url: "nats://127.0.0.1:{{leafPort}}" } ] }
                """
            ),
            "site"
        );
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = site.Url });
        await new NatsJSContext(nats).CreateStreamAsync(
            new StreamConfig
            {
                Name = "AR_main",
                MaxMsgsPerSubject = 1,
                AllowDirect = true,
                NumReplicas = 1,
                Mirror = new StreamSource
                {
                    Name = "AR_main",
                    External = new ExternalStreamSource { Api = "$JS.hub.API" },
                },
            }
        );
        return site;
    }

    private static async Task<int> OrdersReadAtAsync(NatsServer server)
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = server.Url });
        var names = new List<string>();
        await foreach (var consumer in new NatsJSContext(nats).ListConsumersAsync("AR_main"))
        {
            names.Add(consumer.Info.Name);
        }

        // A mirror has one of its own there.
        return names.Count(static name =>
            name.EndsWith("orders", StringComparison.Ordinal) || name.EndsWith("-all", StringComparison.Ordinal)
        );
    }

    private static async Task OrderAsync(TestHost issuer, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            await issuer.Engine.HandleAsync(TestFleet.Alert(new IPAddress([198, 51, 100, (byte)number]).ToString(), id: $"a{number}"));
        }
    }
}
