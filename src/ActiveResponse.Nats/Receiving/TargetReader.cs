using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Receiving;

/// <summary>Reads the orders for one of an agent's targets, starting where an earlier run stopped.</summary>
internal sealed class TargetReader
{
    private readonly TargetReading _target;
    private readonly OrderIntake _intake;
    private readonly EpochReader _epochs;
    private readonly OrderTaker _taker;
    private readonly StreamFollower _follower;
    private readonly DateTimeOffset _startedAt;
    private bool _hasResumed;

    public TargetReader(FleetTarget target, AgentContext agent, EpochReader epochs, OrderTaker taker)
    {
        var subjects = agent.Connection.Subjects;
        _intake = agent.Engine.OrdersFrom($"nats:{subjects.OrderStream}/{target}");
        _target = new TargetReading(target, new TargetProgress(_intake));
        (_epochs, _taker, _startedAt) = (epochs, taker, agent.StartedAt);
        _follower = new StreamFollower(
            agent.Connection,
            subjects.OrderStream,
            FleetSubjects.ConsumerOf(agent.AgentId, target),
            subjects.OrdersFor(target),
            agent.Clock,
            agent.Logger
        );
    }

    public FleetTarget Target => _target.Target;

    public TargetPosition? Done => _target.Progress.Done;

    public string? Trouble => _follower.Trouble;

    public Task RunAsync(CancellationToken cancellationToken) =>
        _follower.RunAsync(
            BeginAsync,
            (found, token) => _taker.TakeAsync(_target, found, token),
            static _ => ValueTask.CompletedTask,
            cancellationToken
        );

    private async ValueTask<ulong> BeginAsync(CancellationToken cancellationToken)
    {
        await _taker.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (!_hasResumed)
        {
            _target.Progress.Resume(TargetPosition.Parse(await _intake.FindPositionAsync(cancellationToken).ConfigureAwait(false)));
            _hasResumed = true;
        }

        var (epoch, halt) = await _epochs.FindAsync(cancellationToken).ConfigureAwait(false);
        _target.Epoch = epoch ?? throw new NatsException("no issuer has started it yet");
        if (halt is not null)
        {
            // Before any order: this host's own orders may be read before those for all.
            _taker.TakeSwitch(halt);
        }

        var taken = _target.Progress.Taken;
        if (taken?.Epoch == _target.Epoch)
        {
            _target.OnceAfter = null;
            return taken.Sequence + 1;
        }

        // Without a durable store an earlier run is unknown, and a new agent has missed nothing.
        _target.OnceAfter = taken?.Issued ?? _startedAt;
        return 0;
    }
}
