using System.Collections.Immutable;
using System.Threading.Channels;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Tells the observers, in order and outside the responders' way.</summary>
internal sealed class ObserverHub : IAsyncDisposable
{
    private readonly Channel<ExecutedAction> _actions = Channel.CreateUnbounded<ExecutedAction>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ImmutableArray<IResponseObserver> _observers;
    private readonly IdleGate _idle;
    private readonly ILogger _logger;
    private readonly ExecutionTelemetry _telemetry;
    private readonly Task _loop;

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
            if (!_actions.Writer.TryWrite(action))
            {
                _idle.Leave();
            }
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

            _idle.Leave();
        }
    }
}
