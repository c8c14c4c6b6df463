using System.Collections.Immutable;
using System.Threading.Channels;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Tells the observers, in order and outside the responders' way.</summary>
/// <remarks>
/// What waits for a slow observer is kept in memory. It is the intake of alerts that waits for them (<see cref="WhenKeptUpAsync"/>), and nothing else: an
/// outcome must not wait, or an observer that gives orders itself would wait for itself.
/// </remarks>
internal sealed class ObserverHub : IAsyncDisposable
{
    /// <summary>With more outcomes than this untold, whoever brings alerts waits until half of them are told.</summary>
    public const int MostUntold = 10_000;

    private readonly Channel<ExecutedAction> _actions = Channel.CreateUnbounded<ExecutedAction>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ImmutableArray<IResponseObserver> _observers;
    private readonly IdleGate _idle;
    private readonly ILogger _logger;
    private readonly ExecutionTelemetry _telemetry;
    private readonly Task _loop;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _keptUp;
    private int _untold;

    public ObserverHub(IEnumerable<IResponseObserver> observers, IdleGate idle, ExecutionTelemetry telemetry, ILogger logger)
    {
        _observers = [.. observers];
        _idle = idle;
        _logger = logger;
        _telemetry = telemetry;
        _loop = Task.Run(TellAsync);
    }

    public void Tell(ExecutedAction action)
    {
        _telemetry.Record(action);
        if (!_observers.IsEmpty)
        {
            _idle.Enter();
            Interlocked.Increment(ref _untold);
            if (!_actions.Writer.TryWrite(action))
            {
                Told();
            }
        }
    }

    /// <summary>Waits while the observers are far behind.</summary>
    public ValueTask WhenKeptUpAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _untold) <= MostUntold)
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            // Read again: the last one may have been told meanwhile, and nobody would wake us.
            if (Volatile.Read(ref _untold) <= MostUntold)
            {
                return ValueTask.CompletedTask;
            }

            _keptUp ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_keptUp.Task.WaitAsync(cancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _actions.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task TellAsync()
    {
        await foreach (var action in _actions.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (var observer in _observers)
            {
                try
                {
                    await observer.OnExecutedAsync(action, CancellationToken.None).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    _logger.ObserverThrew(observer.GetType().Name, e);
                }
            }

            Told();
        }
    }

    private void Told()
    {
        _idle.Leave();
        if (Interlocked.Decrement(ref _untold) != MostUntold / 2)
        {
            return;
        }

        lock (_gate)
        {
            _keptUp?.TrySetResult();
            _keptUp = null;
        }
    }
}
