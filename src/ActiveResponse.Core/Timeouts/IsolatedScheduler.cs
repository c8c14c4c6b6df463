using ActiveResponse.Isolation;
using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Wraps a host's scheduler, backed by the engine's own: whatever the former does, blocks end.</summary>
/// <remarks>
/// It is called in order on its own thread, so that a hanging one blocks nobody. If a call exceeds the limit, it isn't used again in this
/// run. The engine's own scheduler also gets each effect, that much later, or at its exact time if the host's threw.
/// </remarks>
internal sealed class IsolatedScheduler : ITimeoutScheduler
{
    private const string Seam = "scheduler";

    private readonly Lock _gate = new();
    private readonly Queue<(ActionKey Key, DateTimeOffset? Due)> _calls = new();
    private readonly ITimeoutScheduler _inner;
    private readonly TimeoutScheduler _own;
    private readonly Func<TimeSpan> _limit;
    private readonly PluginFaults _faults;
    private readonly CallWatch _watch;
    private readonly string _name;
    private Action<IReadOnlyList<ActionKey>> _onDue = static _ => { };
    private bool _isStarting;
    private bool _isCalling;
    private bool _isGivenUp;

    /// <param name="inner">The host's scheduler; the host disposes of it.</param>
    /// <param name="limit">Time limit of a call, and maximum lateness of the scheduler.</param>
    /// <param name="faults">Logs and counts faults.</param>
    /// <param name="clock">The clock.</param>
    public IsolatedScheduler(ITimeoutScheduler inner, Func<TimeSpan> limit, PluginFaults faults, TimeProvider clock)
    {
        (_inner, _limit, _faults, _own) = (inner, limit, faults, new TimeoutScheduler(clock));
        _name = inner.GetType().Name;
        _watch = new CallWatch(clock, Look);
    }

    public int Count => _own.Count;

    /// <summary>Whether the host's scheduler has received everything.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !_isCalling;
            }
        }
    }

    public void Start(Action<IReadOnlyList<ActionKey>> onDue)
    {
        _onDue = onDue;
        _own.Start(OnOwnDue);
        lock (_gate)
        {
            _isStarting = true;
            BeginCalls();
        }
    }

    public void Set(ActionKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            _own.Set(key, _isGivenUp ? due : Later(due, _limit()));
            Enqueue(key, due);
        }
    }

    public void Remove(ActionKey key)
    {
        lock (_gate)
        {
            _own.Remove(key);
            Enqueue(key, null);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isGivenUp = true;
            _calls.Clear();
        }

        _watch.Dispose();
        _own.Dispose();
    }

    private static DateTimeOffset Later(DateTimeOffset due, TimeSpan by) =>
        DateTimeOffset.MaxValue - due > by ? due + by : DateTimeOffset.MaxValue;

    private void Enqueue(ActionKey key, DateTimeOffset? due)
    {
        if (!_isGivenUp)
        {
            _calls.Enqueue((key, due));
            BeginCalls();
        }
    }

    private void BeginCalls()
    {
        if (!_isCalling)
        {
            _isCalling = true;
            _ = Task.Run(MakeCalls);
        }
    }

    private void MakeCalls()
    {
        while (TryBegin(out var isStart, out var call))
        {
            try
            {
                Make(isStart, call);
            }
            catch (Exception e)
            {
                _faults.Threw(Seam, _name, e);
                TakeOver(isStart, call);
            }

            lock (_gate)
            {
                _watch.End();
            }
        }
    }

    private void Make(bool isStart, (ActionKey Key, DateTimeOffset? Due) call)
    {
        if (isStart)
        {
            _inner.Start(OnDue);
        }
        else if (call.Due is { } due)
        {
            _inner.Set(call.Key, due);
        }
        else
        {
            _inner.Remove(call.Key);
        }
    }

    private void TakeOver(bool isStart, (ActionKey Key, DateTimeOffset? Due) call)
    {
        lock (_gate)
        {
            // One that can't be started never fires.
            _isGivenUp |= isStart;
            if (!isStart && call.Due is { } due)
            {
                // If the effect was extended or ended meanwhile, the check at that time finds out.
                _own.Set(call.Key, due);
            }
        }
    }

    private bool TryBegin(out bool isStart, out (ActionKey Key, DateTimeOffset? Due) call)
    {
        lock (_gate)
        {
            (isStart, _isStarting, call) = (_isStarting, false, default);
            if (_isGivenUp || (!isStart && !_calls.TryDequeue(out call)))
            {
                _isCalling = false;
                return false;
            }

            _watch.Begin(_limit());
            return true;
        }
    }

    private void Look()
    {
        var limit = _limit();
        lock (_gate)
        {
            if (_isGivenUp || !_watch.IsOverdue(limit))
            {
                return;
            }

            _isGivenUp = true;
            foreach (var (key, due) in _calls)
            {
                // The host's scheduler never received these.
                if (due is { } time)
                {
                    _own.Set(key, time);
                }
            }

            _calls.Clear();
        }

        _faults.TimedOut(Seam, _name, limit, "the engine's own replaces it until the next start");
    }

    private void OnDue(IReadOnlyList<ActionKey> keys)
    {
        try
        {
            List<ActionKey> due = [.. keys];
            foreach (var key in due)
            {
                _own.Remove(key);
            }

            _onDue(due);
        }
        catch (Exception e)
        {
            _faults.Threw(Seam, _name, e);
        }
    }

    private void OnOwnDue(IReadOnlyList<ActionKey> keys)
    {
        bool isMissed;
        lock (_gate)
        {
            isMissed = !_isGivenUp;
        }

        if (isMissed)
        {
            _faults.Missed(Seam, _name, keys.Count);
        }

        _onDue(keys);
    }
}
