using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Carries out orders: a lane per responder, and one processor behind them.</summary>
internal sealed class ResponseExecutor : IAsyncDisposable, IDisposable
{
    private readonly OrderKeys _keys;
    private readonly ObserverHub _observers;
    private readonly ExecutionSettings _settings;

    // Fixed at start: lanes are created with their capacity, and a dry run doesn't end midway.
    private readonly ExecutionOptions _options;
    private readonly ILogger<ResponseExecutor> _logger;
    private readonly BatchProcessor _processor;
    private readonly ResponderLanes _lanes;

    public ResponseExecutor(
        ResponderBinding binding,
        EffectLedger ledger,
        ObserverHub observers,
        ExecutionSettings settings,
        IdleGate idle,
        TimeProvider clock,
        ILogger<ResponseExecutor> logger
    )
    {
        (_observers, _settings, _options, _logger, Idle) = (observers, settings, settings.Current, logger, idle);
        _keys = new OrderKeys(clock);
        var restores = new RestoreSteps(ledger, clock, settings);
        var reverts = new RevertSteps(ledger, clock, settings);
        var applies = new ApplySteps(ledger, restores, clock);
        var caller = new StepCaller(new ResponderCaller(clock, settings, logger), new SharedEntries(ledger.Store));
        _processor = new BatchProcessor(
            new StepDecider(applies, reverts, new EffectMoves(ledger.Store)),
            caller,
            new StepConfirmer(applies, reverts, restores, caller, ledger, observers, Idle),
            ledger.Positions,
            new UnfinishedWork(observers, ledger.Timers, settings, clock, logger),
            new OffensePruning(ledger.Store, _options, clock, logger),
            clock
        );
        _lanes = new ResponderLanes(binding, _processor, _options, clock);
        Effects = new EffectQueue(binding, _lanes, ledger.Store, Idle);
    }

    /// <summary>Queues work on effects.</summary>
    public EffectQueue Effects { get; }

    /// <summary>Tracks queued work and work in progress.</summary>
    public IdleGate Idle { get; }

    /// <summary>Drops timed applies from now on, queued ones included: the host is stopping and reverts timed effects.</summary>
    public void DropTimedApplies() => _processor.DropTimedApplies();

    /// <summary>Queues an order.</summary>
    /// <returns>The outcome to come; complete at once when the order was not queued.</returns>
    public async ValueTask<Task<ExecutedAction>> ApplyAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        if (_options.DryRun)
        {
            given.Settle();
            return Task.FromResult(Report(given.Order, ActionOutcome.DryRun, null));
        }

        var item = await AddAsync(given, isAwaited: true, cancellationToken).ConfigureAwait(false);
        return item.Done;
    }

    /// <summary>Queues an alert's order; only observers get its outcome.</summary>
    public async ValueTask QueueAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        if (_options.DryRun)
        {
            given.Settle();
            Report(given.Order, ActionOutcome.DryRun, null);
            return;
        }

        await AddAsync(given, isAwaited: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports the outcome of an order without a responder call: refused, sent, not run.</summary>
    public ExecutedAction Report(ResponseOrder order, ActionOutcome outcome, string? detail) => _observers.Report(order, outcome, detail);

    /// <summary>Waits until nothing is queued, in progress, or pending for observers that make progress.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        // An observer may give orders itself.
        do
        {
            await Idle.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
            await _observers.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        } while (!Idle.IsIdle);
    }

    /// <summary>Waits for observers while they make progress, and logs what they didn't get.</summary>
    public Task FinishReportingAsync(CancellationToken cancellationToken) => _observers.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync().ConfigureAwait(false);
        await _observers.DisposeAsync().ConfigureAwait(false);
    }

    // For containers that are disposed of synchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<GivenItem> AddAsync(GivenOrder given, bool isAwaited, CancellationToken cancellationToken)
    {
        var keyed = _keys.Of(given);
        var responder = keyed.Bound.Responder;
        var item = new GivenItem(given, keyed, isAwaited);
        item.Enter(Idle);
        try
        {
            var (hasPlace, stalled) = await _lanes
                .Of(keyed.Bound)
                .TryAddAsync(item, given.IsLone, _settings.Current.QueueFull, cancellationToken)
                .ConfigureAwait(false);
            if (stalled)
            {
                _logger.QueueStalled(responder.Name, _options.QueueCapacity, _options.QueueCapacity * LaneRoom.TimesBeyond);
            }

            if (hasPlace)
            {
                return item;
            }
        }
        catch (OperationCanceledException)
        {
            item.Abandon(_observers.Outcome(given.Order, ActionOutcome.Dropped, "the host stopped waiting"));
            throw;
        }

        _logger.QueueFull(responder.Name);
        item.Complete(
            Report(given.Order, ActionOutcome.Dropped, $"the queue of '{responder.Name}' is full ({_options.QueueCapacity} waiting)")
        );
        return item;
    }
}
