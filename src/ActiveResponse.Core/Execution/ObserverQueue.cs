using ActiveResponse.Isolation;

namespace ActiveResponse.Execution;

/// <summary>Bounded queue of one observer: in order, one at a time, on its own, since an observer may hang.</summary>
/// <remarks>
/// An observer that blocks its thread blocks only that one. It gets nothing more until it returns; its queue fills, further outcomes are
/// dropped, and nobody waits for it.
/// </remarks>
internal sealed class ObserverQueue
{
    private readonly Lock _gate = new();
    private readonly ObserverCaller _observer;
    private readonly OutcomeBacklog _backlog;
    private readonly CallWatch _watch;
    private readonly ExecutionSettings _settings;
    private bool _isDelivering;
    private bool _isSilent;
    private bool _hasEnded;

    /// <param name="observer">The observer.</param>
    /// <param name="idle">Counts outcomes pending for observers that make progress.</param>
    /// <param name="settings">Capacity and deadline.</param>
    /// <param name="clock">The clock.</param>
    public ObserverQueue(ObserverCaller observer, IdleGate idle, ExecutionSettings settings, TimeProvider clock)
    {
        (_observer, _backlog, _settings) = (observer, new OutcomeBacklog(idle), settings);
        _watch = new CallWatch(clock, Look);
    }

    /// <summary>Number of outcomes delivered so far.</summary>
    public long Delivered { get; private set; }

    /// <summary>Number of waiting outcomes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _backlog.Count;
            }
        }
    }

    /// <summary>Queues an outcome, or drops it if the queue is full.</summary>
    public void Add(ExecutedAction action)
    {
        var capacity = _settings.Current.ObserverQueueCapacity;
        var (begins, isDropped, isFirstDrop) = (false, false, false);
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            isDropped = !_backlog.TryAdd(action, capacity, isAwaited: !_isSilent, out isFirstDrop);
            begins = !isDropped && !_isDelivering;
            _isDelivering |= begins;
        }

        if (begins)
        {
            _ = Task.Run(DeliverAsync);
        }

        if (isDropped)
        {
            _observer.Miss(isFirstDrop, capacity);
        }
    }

    /// <summary>Stops others from waiting for what is queued.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _backlog.GiveUp();
        }
    }

    /// <summary>Stops delivery; a call in progress is canceled and not awaited.</summary>
    public void End()
    {
        CancellationTokenSource call;
        lock (_gate)
        {
            _hasEnded = true;
            _backlog.Clear();
            _backlog.GiveUp();
            call = _observer.Renew();
        }

        _watch.Dispose();
        _observer.Stop(call);
    }

    private async Task DeliverAsync()
    {
        while (TryBegin(out var action, out var token))
        {
            await _observer.CallAsync(action, token).ConfigureAwait(false);
            Finish();
        }
    }

    private bool TryBegin(out ExecutedAction action, out CancellationToken token)
    {
        lock (_gate)
        {
            token = _observer.Token;
            if (_hasEnded || !_backlog.TryTake(out action))
            {
                action = null!;
                _isDelivering = false;
                return false;
            }

            _watch.Begin(_settings.Current.ObserverDeadline);
            return true;
        }
    }

    private void Finish()
    {
        long caughtUpAfter;
        lock (_gate)
        {
            _watch.End();
            _isSilent = false;
            Delivered++;
            _backlog.Delivered();
            caughtUpAfter = _backlog.TakeDropped(_settings.Current.ObserverQueueCapacity / 2);
        }

        _observer.CatchUp(caughtUpAfter);
    }

    private void Look()
    {
        CancellationTokenSource silent;
        var limit = _settings.Current.ObserverDeadline;
        lock (_gate)
        {
            if (_hasEnded || !_watch.IsOverdue(limit))
            {
                return;
            }

            _isSilent = true;
            silent = _observer.Renew();
        }

        _observer.Report(limit);
        GiveUp();
        _observer.Stop(silent);
    }
}
