using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Bounded queue of one observer: in order, one at a time, on its own, since an observer may hang.</summary>
/// <remarks>
/// An observer that blocks its thread blocks only that one. It gets nothing more until it returns; its queue fills, further outcomes are
/// dropped, and nobody waits for it.
/// </remarks>
internal sealed class ObserverQueue
{
    private const string Seam = "observer";

    private readonly Lock _gate = new();
    private readonly OutcomeBacklog _backlog = new();
    private readonly IResponseObserver _observer;
    private readonly string _name;
    private readonly IdleGate _idle;
    private readonly ExecutionSettings _settings;
    private readonly PluginFaults _faults;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _watch;
    private CancellationTokenSource _token = new();
    private long _callStarted;
    private bool _isDelivering;
    private bool _isInCall;
    private bool _isWatched;
    private bool _isSilent;
    private bool _hasEnded;

    /// <param name="observer">The observer.</param>
    /// <param name="idle">Counts outcomes pending for observers that make progress.</param>
    /// <param name="settings">Capacity and deadline.</param>
    /// <param name="faults">Logs and counts faults.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Logs dropped outcomes.</param>
    public ObserverQueue(
        IResponseObserver observer,
        IdleGate idle,
        ExecutionSettings settings,
        PluginFaults faults,
        TimeProvider clock,
        ILogger logger
    )
    {
        (_observer, _idle, _settings, _faults, _clock, _logger) = (observer, idle, settings, faults, clock, logger);
        _name = observer.GetType().Name;
        _watch = clock.CreateTimer(
            static state => ((ObserverQueue)state!).Watch(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
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
        var (begins, isDropped, isFirstDrop) = (false, false, false);
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            isDropped = !_backlog.TryAdd(action, _settings.Current.ObserverQueueCapacity, isAwaited: !_isSilent, out isFirstDrop);
            if (!isDropped)
            {
                (begins, _isDelivering) = (!_isDelivering, true);
                if (!_isSilent)
                {
                    _idle.Enter();
                }
            }
        }

        if (begins)
        {
            _ = Task.Run(DeliverAsync);
        }

        if (isDropped)
        {
            Dropped(isFirstDrop);
        }
    }

    /// <summary>Stops others from waiting for what is queued.</summary>
    public void GiveUp()
    {
        int awaited;
        lock (_gate)
        {
            awaited = _backlog.GiveUp();
        }

        Leave(awaited);
    }

    /// <summary>Stops delivery; a call in progress is canceled and not awaited.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _backlog.Clear();
        }

        GiveUp();
        _watch.Dispose();
        _ = CancelAsync(_token);
    }

    private void Dropped(bool isFirst)
    {
        _faults.Count(Seam, _name, PluginFault.Dropped);
        (_observer as IMissesOutcomes)?.Missed();
        if (isFirst)
        {
            _logger.OutcomesDropped(_name, _settings.Current.ObserverQueueCapacity);
        }
    }

    private async Task DeliverAsync()
    {
        while (TryBegin(out var action, out var token))
        {
            try
            {
                await _observer.OnExecutedAsync(action, token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // It stopped when asked to, which has been logged.
            }
            catch (Exception e)
            {
                _faults.Threw(Seam, _name, e);
            }

            Finish();
        }
    }

    private bool TryBegin(out ExecutedAction action, out CancellationToken token)
    {
        lock (_gate)
        {
            token = _token.Token;
            if (_hasEnded || !_backlog.TryTake(out action))
            {
                action = null!;
                _isDelivering = false;
                return false;
            }

            _isInCall = true;
            _callStarted = _clock.GetTimestamp();
            if (!_isWatched)
            {
                // Set once for a series of quick calls.
                _isWatched = true;
                _watch.Change(_settings.Current.ObserverDeadline, Timeout.InfiniteTimeSpan);
            }

            return true;
        }
    }

    private void Finish()
    {
        long caughtUpAfter;
        bool wasAwaited;
        lock (_gate)
        {
            _isInCall = _isSilent = false;
            Delivered++;
            wasAwaited = _backlog.Delivered();
            caughtUpAfter = _backlog.TakeDropped(_settings.Current.ObserverQueueCapacity / 2);
        }

        Leave(wasAwaited ? 1 : 0);
        if (caughtUpAfter > 0)
        {
            _logger.ObserverCaughtUp(_name, caughtUpAfter);
        }
    }

    private void Watch()
    {
        CancellationTokenSource silent;
        var limit = _settings.Current.ObserverDeadline;
        lock (_gate)
        {
            _isWatched = _isInCall && !_isSilent && !_hasEnded;
            if (!_isWatched)
            {
                return;
            }

            var left = limit - _clock.GetElapsedTime(_callStarted);
            if (left > TimeSpan.Zero)
            {
                _watch.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            (_isSilent, _isWatched) = (true, false);
            (silent, _token) = (_token, new CancellationTokenSource());
        }

        _faults.GaveNoAnswer(Seam, _name, limit, "it is asked to stop, and gets no more outcomes until it returns");
        GiveUp();
        _ = CancelAsync(silent);
    }

    private void Leave(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _idle.Leave();
        }
    }

    private async Task CancelAsync(CancellationTokenSource token)
    {
        try
        {
            await token.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _faults.Threw(Seam, _name, e);
        }
    }
}
