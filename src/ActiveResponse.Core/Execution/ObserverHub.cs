using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Reports every outcome to the log, the meter and, through separate queues, each observer.</summary>
internal sealed class ObserverHub : IAsyncDisposable
{
    /// <summary>On stop, an observer is waited for while it delivers something within this time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<ObserverQueue> _queues;
    private readonly ImmutableArray<string> _names;
    private readonly IdleGate _idle = new();
    private readonly ExecutionTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public ObserverHub(
        IEnumerable<IResponseObserver> observers,
        ExecutionTelemetry telemetry,
        ExecutionSettings settings,
        PluginFaults faults,
        TimeProvider clock,
        ILogger logger
    )
    {
        (_telemetry, _clock, _logger) = (telemetry, clock, logger);
        ImmutableArray<IResponseObserver> all = [.. observers];
        _names = [.. all.Select(static observer => observer.GetType().Name)];
        _queues = [.. all.Select(observer => new ObserverQueue(new ObserverCaller(observer, faults, logger), _idle, settings, clock))];
    }

    public void Notify(ExecutedAction action)
    {
        _telemetry.Record(action);
        foreach (var queue in _queues)
        {
            queue.Add(action);
        }
    }

    /// <summary>Reports the outcome of an order without a responder call.</summary>
    public ExecutedAction Report(ResponseOrder order, ActionOutcome outcome, string? detail)
    {
        var action = Outcome(order, outcome, detail);
        Notify(action);
        return action;
    }

    /// <summary>Returns the outcome of an order without a responder call.</summary>
    public ExecutedAction Outcome(ResponseOrder order, ActionOutcome outcome, string? detail) =>
        new()
        {
            Order = order,
            Verb = ActionVerb.Apply,
            Outcome = outcome,
            Detail = detail,
            Note = order.Origin.Note,
            At = _clock.GetUtcNow(),
        };

    /// <summary>Waits until no outcome is pending for an observer that makes progress.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => _idle.WhenIdleAsync(cancellationToken);

    /// <summary>Waits for observers while they make progress.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var before = Delivered();
        while (!await IsIdleWithinAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            // Finished observers say nothing about slow ones.
            var delivered = Delivered();
            var getsOn = _queues.Where((queue, i) => queue.Count > 0 && delivered[i] != before[i]).Any();
            if (!getsOn || cancellationToken.IsCancellationRequested)
            {
                break;
            }

            before = delivered;
        }

        for (var i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].Count is > 0 and var count)
            {
                _logger.OutcomesUndelivered(_names[i], count);
            }

            _queues[i].GiveUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var queue in _queues)
        {
            queue.End();
        }
    }

    private long[] Delivered() => [.. _queues.Select(static queue => queue.Delivered)];

    private async Task<bool> IsIdleWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await _idle.WhenIdleAsync(cancellationToken).WaitAsync(limit, _clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
