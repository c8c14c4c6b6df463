using System.Text.Json;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Tests.Support;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>A server in wrong hands that takes messages of any length, and floods an agent with them.</summary>
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int Long = 100;
    private const int Junk = 3000;

    [Fact]
    public async Task Long_messages_and_junk_are_refused_and_told_and_the_next_order_comes_in_time_and_in_little_memory()
    {
        using var fleet = await FleetServer.StartAsync("001");
        var agent = fleet.StartAgent("001");
        await fleet.AgentsAsync(1);
        var before = agent.PeakMiB();
        await FloodAsync(fleet);
        var begun = TimeProvider.System.GetTimestamp();

        using var block = await fleet.FleetAsync("block", "203.0.113.9", "--to", "all", "--for", "10m", "--wait", "1m");

        block.OutputText.Should().Be("all 203.0.113.9: 1 done", "{0}{1}", block.ErrorText, agent.ErrorText);
        TimeProvider.System.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromSeconds(45));
        fleet.DeniedBy("001").Should().Contain("203.0.113.9");
        using var agents = await fleet.FleetAsync("agents", "--json");
        var state = JsonDocument.Parse(agents.OutputText).RootElement;
        var refused = state.GetProperty("refusedMessages");
        refused.GetProperty("oversized").GetInt32().Should().BeInRange(1, Long);
        refused.GetProperty("unsigned").GetInt32().Should().BeInRange(1, Junk);
        var peak = agent.PeakMiB();
        output.WriteLine($"{before:0} MiB before the flood, at most {peak:0} MiB over it");
        (peak - before).Should().BeLessThan(100);
    }

    private static async Task FloodAsync(FleetServer fleet)
    {
        var credentials = FleetCredentials.Parse(await File.ReadAllTextAsync(fleet.AsIssuer[^1]));
        await using var attacker = new NatsConnection(fleet.ConnectAs(credentials));
        var jetStream = new NatsJSContext(attacker);
        var stream = await jetStream.GetStreamAsync("AR_main");
        var config = stream.Info.Config;
        config.MaxMsgSize = -1;
        await jetStream.UpdateStreamAsync(config);
        var signed = new NatsHeaders { ["AR-Issuer"] = credentials.Issuers[0], ["AR-Signature"] = new string('A', 88) };
        var body = new byte[1_000_000];
        Random.Shared.NextBytes(body);
        for (var i = 0; i < Long; i++)
        {
            (await jetStream.PublishAsync($"ar.main.order.all.{i:x32}", body, headers: signed)).EnsureSuccess();
        }

        for (var i = 0; i < Junk; i++)
        {
            await attacker.PublishAsync($"ar.main.order.all.{Long + i:x32}", body.AsMemory(0, i % 1000).ToArray());
        }

        await attacker.PingAsync();
    }
}
