using System.Collections.Concurrent;
using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Carries out orders: a lane per responder, and one processor behind them.</summary>
internal sealed partial class ResponseExecutor : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// Number of effects restored at once. Each part's memory is freed before the next: restoring a hundred thousand blocks at once would
    /// need hundreds of megabytes.
    /// </summary>
    public const int RestoresAtOnce = 2000;

    private readonly ConcurrentDictionary<string, Lazy<ResponderLane>> _lanes = new(StringComparer.Ordinal);
    private readonly ResponderBinding _binding;
    private readonly IResponseStore _store;
    private readonly ExecutionSettings _settings;

    // Fixed at start: lanes are created with their capacity, and a dry run doesn't end midway.
    private readonly ExecutionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ResponseExecutor> _logger;
    private readonly IdleGate _idle = new();
    private readonly ObserverHub _observers;
    private readonly BatchProcessor _processor;
    private long _unnamed;

    public ResponseExecutor(
        ResponderBinding binding,
        IResponseStore store,
        OffenseCounter offenses,
        IEnumerable<IResponseObserver> observers,
        ExecutionTelemetry telemetry,
        IntakePositions positions,
        EffectTimers timers,
        ExecutionSettings settings,
        PluginFaults faults,
        TimeProvider clock,
        ILogger<ResponseExecutor> logger
    )
    {
        (_binding, _store, _settings, _clock, _logger) = (binding, store, settings, clock, logger);
        _options = settings.Current;
        _observers = new ObserverHub(observers, telemetry, settings, faults, clock, logger);
        var restores = new RestoreSteps(store, timers, clock, settings);
        var applies = new ApplySteps(store, offenses, restores, timers, clock);
        _processor = new BatchProcessor(
            applies,
            new RevertSteps(store, timers, clock, settings),
            restores,
            new ResponderCaller(clock, settings, logger),
            new EffectMoves(applies),
            new SharedEntries(store),
            _observers,
            new OffensePruning(store, _options, clock, logger),
            positions,
            timers,
            _idle,
            clock,
            settings,
            logger
        );
    }

    /// <summary>Drops timed applies from now on, queued ones included: the host is stopping and reverts timed effects.</summary>
    public void DropTimedApplies() => _processor.DropTimedApplies();

    /// <summary>Queues an order.</summary>
    /// <returns>The outcome to come; complete at once when the order was not queued.</returns>
    public ValueTask<Task<ExecutedAction>> ApplyAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        ApplyAsync(order, terms: null, mark: null, cancellationToken);

    /// <summary>Queues an order that another host has sent, with the terms that it has set.</summary>
    /// <returns>The outcome to come; complete at once when the order was not queued.</returns>
    public async ValueTask<Task<ExecutedAction>> ApplyAsync(
        ResponseOrder order,
        OrderTerms? terms,
        IntakeMark? mark,
        CancellationToken cancellationToken
    )
    {
        if (_options.DryRun)
        {
            mark?.Settle();
            return Task.FromResult(Report(order, ActionOutcome.DryRun, null));
        }

        var item = await AddAsync(order, mark, isAwaited: true, terms, cancellationToken).ConfigureAwait(false);
        return item.Done;
    }

    /// <summary>Queues an alert's order; only observers get its outcome.</summary>
    public async ValueTask QueueAsync(ResponseOrder order, IntakeMark? mark, CancellationToken cancellationToken)
    {
        if (_options.DryRun)
        {
            mark?.Settle();
            Report(order, ActionOutcome.DryRun, null);
            return;
        }

        await AddAsync(order, mark, isAwaited: false, terms: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Queues the revert of an effect.</summary>
    /// <returns>The future outcome.</returns>
    public async ValueTask<Task<ExecutedAction>> EndAsync(ActionKey key, RevertReason reason, CancellationToken cancellationToken)
    {
        var effect = await _store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var responder = effect is null ? _binding.FindByName(key.Responder) ?? new MissingResponder(key.Responder, null) : HolderOf(effect);
        var item = WorkItem.End(key, reason);
        item.Enter(_idle);
        LaneOf(responder).Add(item);
        return item.Done;
    }

    /// <summary>Queues the reverts of effects with known records; those of one responder together, so that they form one batch.</summary>
    /// <returns>The future outcomes.</returns>
    public List<Task<ExecutedAction>> End(IEnumerable<EffectRecord> effects, RevertReason reason)
    {
        var outcomes = new List<Task<ExecutedAction>>();
        foreach (var ofOne in effects.GroupBy(HolderOf))
        {
            WorkItem[] items = [.. ofOne.Select(effect => WorkItem.End(effect.Key, reason))];
            foreach (var item in items)
            {
                item.Enter(_idle);
                outcomes.Add(item.Done);
            }

            LaneOf(ofOne.Key).Add(items);
        }

        return outcomes;
    }

    /// <summary>
    /// Restores missing effects of one responder in parts: there may be very many, and each part is created when it is its turn.
    /// </summary>
    /// <returns>Completes once all were tried.</returns>
    public Task RestoreAsync(IResponder responder, IEnumerable<ActionKey> keys) => QueueInPartsAsync(responder, keys, WorkItem.Restore);

    /// <summary>Handles entries of one responder found in place without a record.</summary>
    /// <returns>Completes once each was removed or recorded.</returns>
    public Task SettleAsync(IResponder responder, IEnumerable<FoundEffect> found, RevertReason reason) =>
        QueueInPartsAsync(
            responder,
            found,
            one => WorkItem.OfFound(new ActionKey(responder.Name, one.Subject), one, reason, isAwaited: false)
        );

    /// <summary>Queues the removal of entries of one responder found in place without a record.</summary>
    /// <returns>The future outcomes.</returns>
    public List<Task<ExecutedAction>> EndFound(IResponder responder, IEnumerable<FoundEffect> found)
    {
        WorkItem[] items =
        [
            .. found.Select(one => WorkItem.OfFound(new ActionKey(responder.Name, one.Subject), one, RevertReason.Stray, isAwaited: true)),
        ];
        Array.ForEach(items, item => item.Enter(_idle));
        LaneOf(responder).Add(items);
        return [.. items.Select(static item => item.Done)];
    }

    private async Task QueueInPartsAsync<T>(IResponder responder, IEnumerable<T> all, Converter<T, WorkItem> make)
    {
        var before = Task.CompletedTask;
        _idle.Enter();
        try
        {
            foreach (var some in all.Chunk(RestoresAtOnce))
            {
                var gate = new IdleGate();
                var items = Array.ConvertAll(some, make);
                Array.ForEach(items, item => item.Enter(gate));
                LaneOf(responder).Add(items);

                // Prepares one batch while another is in progress.
                await before.ConfigureAwait(false);
                before = gate.WhenIdleAsync(CancellationToken.None);
            }
        }
        finally
        {
            // Also if enumeration failed: what was read is in progress.
            await before.ConfigureAwait(false);
            _idle.Leave();
        }
    }

    /// <summary>Reports the outcome of an order without a responder call: refused, sent, not run.</summary>
    public ExecutedAction Report(ResponseOrder order, ActionOutcome outcome, string? detail)
    {
        var action = Outcome(order, outcome, detail);
        _observers.Notify(action);
        return action;
    }

    /// <summary>Tracks queued work and work in progress.</summary>
    public IdleGate Idle => _idle;

    /// <summary>Waits until nothing is queued, in progress, or pending for observers that make progress.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        // An observer may give orders itself.
        do
        {
            await _idle.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
            await _observers.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        } while (!_idle.IsIdle);
    }

    /// <summary>Waits for observers while they make progress, and logs what they didn't get.</summary>
    public Task FinishReportingAsync(CancellationToken cancellationToken) => _observers.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
        {
            await lane.Value.DisposeAsync().ConfigureAwait(false);
        }

        await _observers.DisposeAsync().ConfigureAwait(false);
    }

    // For containers that are disposed of synchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<WorkItem> AddAsync(
        ResponseOrder order,
        IntakeMark? mark,
        bool isAwaited,
        OrderTerms? terms,
        CancellationToken cancellationToken
    )
    {
        var responder = _binding.Find(order) ?? new MissingResponder(order.Responder, null);
        var bound = order.Responder == responder.Name ? order : order with { Responder = responder.Name };
        var keeps = _binding.KeepsEffect(responder, order);
        var isUnnamed = keeps && bound.Subject.Keys is null && responder is INamingResponder naming && naming.MustBeAsked(bound);
        var item = WorkItem.Apply(isUnnamed ? Unnamed(bound, mark) : bound, keeps, mark, isAwaited, isUnnamed, terms);
        item.Enter(_idle);
        try
        {
            var (hasPlace, stalled) = await LaneOf(responder)
                .TryAddAsync(item, _settings.Current.QueueFull, cancellationToken)
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
            item.Abandon(Outcome(order, ActionOutcome.Dropped, "the host stopped waiting"));
            throw;
        }

        _logger.QueueFull(responder.Name);
        item.Complete(Report(order, ActionOutcome.Dropped, $"the queue of '{responder.Name}' is full ({_options.QueueCapacity} waiting)"));
        return item;
    }

    // An alert reread after a restart is the same order; anything else is a new one each time.
    private ResponseOrder Unnamed(ResponseOrder order, IntakeMark? mark)
    {
        var id =
            mark is not null && order.Origin.AlertId.Length > 0
                ? $"{order.ResponseName} {order.Origin.AlertId}"
                : string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow().UtcTicks}-{Interlocked.Increment(ref _unnamed)}");
        return order with { Subject = order.Subject with { Keys = SubjectKeys.OfOrder(id) } };
    }

    private ExecutedAction Outcome(ResponseOrder order, ActionOutcome outcome, string? detail) =>
        new()
        {
            Order = order,
            Verb = ActionVerb.Apply,
            Outcome = outcome,
            Detail = detail,
            At = _clock.GetUtcNow(),
        };
}
