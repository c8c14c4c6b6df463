using System.Collections.Immutable;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Receiving;

/// <summary>An agent of a fleet: receives the orders for all agents, for itself and for its labels, and reports their outcome.</summary>
internal sealed class FleetAgent : IAsyncDisposable
{
    private static readonly TimeSpan MostClockDifference = TimeSpan.FromSeconds(30);

    private readonly FleetConnection _connection;
    private readonly ImmutableArray<TargetReader> _readers;
    private readonly StateReporter _reporter;
    private readonly OrderTaker _taker;
    private readonly AgentRules _rules;
    private readonly ILogger _logger;

    public FleetAgent(AgentContext agent)
    {
        var credentials = agent.Options.Credentials;
        _connection = agent.Connection;
        var check = new MessageCheck(credentials.Fleet, credentials.Issuers, agent.Options.MaxMessageBytes, agent.Clock);
        (_taker, _rules, _logger) = (new OrderTaker(agent, check), agent.Rules, agent.Logger);
        var epochs = new EpochReader(agent.Connection, check);
        IEnumerable<FleetTarget> targets =
        [
            FleetTarget.All,
            FleetTarget.Agent(agent.AgentId),
            .. agent.Host.Labels.Select(FleetTarget.Label),
        ];
        _readers = [.. targets.Select(target => new TargetReader(target, agent, epochs, _taker))];
        _reporter = new StateReporter(agent, _readers);
    }

    /// <summary>Receives orders until canceled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The rules apply from the start, even while the server is unreachable.
            await _taker.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The store failed; each reader retries.
            _logger.RulesNotRead(e);
        }

        await Task.WhenAll(_readers.Select(reader => reader.RunAsync(cancellationToken)).Append(_reporter.RunAsync(cancellationToken)))
            .ConfigureAwait(false);
    }

    public IEnumerable<HealthFinding> CheckHealth()
    {
        yield return new HealthFinding("fleet connection", _connection.Trouble is null, _connection.Trouble ?? "connected");
        foreach (var reader in _readers)
        {
            yield return new HealthFinding(
                $"fleet orders {reader.Target}",
                reader.Trouble is null,
                reader.Trouble ?? (reader.Done is { } done ? $"processed up to {done.Sequence}" : "none yet")
            );
        }

        if (_rules.Current.IsHalted)
        {
            yield return new HealthFinding("fleet rules", IsFine: true, "halted: new effects are refused until the fleet is resumed");
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
