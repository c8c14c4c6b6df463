using System.Collections.Immutable;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Receiving;

/// <summary>An agent of a fleet: takes the orders for all, for itself and for its labels, and reports what became of them.</summary>
internal sealed class FleetAgent : IAsyncDisposable
{
    private static readonly TimeSpan MostClockDifference = TimeSpan.FromSeconds(30);

    private readonly FleetConnection _connection;
    private readonly ImmutableArray<TargetReader> _readers;
    private readonly StateReporter _reporter;

    public FleetAgent(AgentContext agent)
    {
        var credentials = agent.Options.Credentials;
        _connection = agent.Connection;
        var check = new MessageCheck(credentials.Fleet, credentials.Issuers, agent.Options.MaxMessageBytes, agent.Clock);
        var taker = new OrderTaker(agent, check);
        var epochs = new EpochReader(agent.Connection, check);
        IEnumerable<FleetTarget> targets =
        [
            FleetTarget.All,
            FleetTarget.Agent(agent.AgentId),
            .. agent.Host.Labels.Select(FleetTarget.Label),
        ];
        _readers = [.. targets.Select(target => new TargetReader(target, agent, epochs, taker))];
        _reporter = new StateReporter(agent, _readers);
    }

    /// <summary>Takes orders until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_readers.Select(reader => reader.RunAsync(cancellationToken)).Append(_reporter.RunAsync(cancellationToken)));

    public IEnumerable<HealthFinding> CheckHealth()
    {
        yield return new HealthFinding("fleet connection", _connection.Trouble is null, _connection.Trouble ?? "connected");
        foreach (var reader in _readers)
        {
            yield return new HealthFinding(
                $"fleet orders {reader.Target}",
                reader.Trouble is null,
                reader.Trouble ?? (reader.Done is { } done ? $"taken up to {done.Sequence}" : "none yet")
            );
        }

        if (_reporter.ClockAhead is { } ahead)
        {
            yield return new HealthFinding(
                "fleet clock",
                ahead.Duration() <= MostClockDifference,
                $"{Math.Abs(ahead.TotalSeconds):0.0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the server's"
            );
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
