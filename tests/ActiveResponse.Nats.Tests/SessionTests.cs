using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Reports;
using ActiveResponse.Nats.Tests.Support;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Tests;

/// <summary>Sessions that connect to a fleet at work.</summary>
public sealed class SessionTests
{
    private const int Agents = 20;

    // Servers that count replaced messages as pending do so about once in twenty times.
    private const int Sessions = 100;

    [Fact]
    public async Task A_fleet_whose_agents_report_without_a_pause_is_read_in_time()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync();
        await Eventually.HoldsAsync(async () => await fleet.StoredAsync() == 1, "the streams must be there");
        using var stop = new CancellationTokenSource();
        var reporting = ReportAsync(fleet, stop.Token);
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents().Length == Agents, "all must have reported");

        for (var i = 0; i < Sessions; i++)
        {
            await using var session = await FleetSession.ConnectAsync(fleet.Options(null), TimeSpan.FromSeconds(30));
            session.Fleet.ListAgents().Should().HaveCount(Agents).And.NotContain(static agent => agent.IsAway);
        }

        await stop.CancelAsync();
        await reporting;
    }

    private static async Task ReportAsync(TestFleet fleet, CancellationToken cancellationToken)
    {
        await using var connection = new NatsConnection(NatsOpts.Default with { Url = fleet.Server.Url });
        var subjects = new FleetSubjects("main");
        while (!cancellationToken.IsCancellationRequested)
        {
            for (var id = 1; id <= Agents; id++)
            {
                var state = new AgentState { AgentId = $"{id}", At = DateTimeOffset.UtcNow };
                await connection.PublishAsync(subjects.StateOf(state.AgentId), AgentStateJson.Write(state), cancellationToken: default);

                // Each reports at most once a second.
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
