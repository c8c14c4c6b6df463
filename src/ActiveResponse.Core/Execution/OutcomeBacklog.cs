namespace ActiveResponse.Execution;

/// <summary>Outcomes waiting for one observer, up to a capacity, and how many of them callers wait for. Not thread-safe.</summary>
/// <param name="idle">Counts those that callers wait for.</param>
internal sealed class OutcomeBacklog(IdleGate idle)
{
    private readonly Queue<ExecutedAction> _waiting = new();
    private long _dropped;

    // Number of oldest outcomes that nobody waits for, because they were queued while the observer was unresponsive.
    private int _unawaited;
    private int _awaited;

    /// <summary>Number of waiting outcomes.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds an outcome, or drops it if there is no room.</summary>
    /// <param name="action">The outcome.</param>
    /// <param name="capacity">Maximum number of waiting outcomes.</param>
    /// <param name="isAwaited">Whether callers wait for its delivery.</param>
    /// <param name="isFirstDrop">Whether it was dropped as the first since the observer last caught up.</param>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(ExecutedAction action, int capacity, bool isAwaited, out bool isFirstDrop)
    {
        isFirstDrop = false;
        if (_waiting.Count >= capacity)
        {
            isFirstDrop = _dropped++ == 0;
            return false;
        }

        _waiting.Enqueue(action);
        if (isAwaited)
        {
            _awaited++;
            idle.Enter();
        }
        else
        {
            _unawaited++;
        }

        return true;
    }

    /// <summary>Takes the oldest outcome, to deliver it.</summary>
    public bool TryTake(out ExecutedAction action) => _waiting.TryDequeue(out action!);

    /// <summary>Counts the taken outcome as delivered.</summary>
    public void Delivered()
    {
        if (_unawaited > 0)
        {
            _unawaited--;
        }
        else if (_awaited > 0)
        {
            _awaited--;
            idle.Leave();
        }
    }

    /// <summary>Returns how many were dropped, once at most this many wait; 0 before, and for none.</summary>
    public long TakeDropped(int waiting)
    {
        if (_dropped == 0 || _waiting.Count > waiting)
        {
            return 0;
        }

        (var dropped, _dropped) = (_dropped, 0);
        return dropped;
    }

    /// <summary>Makes callers wait for none of them.</summary>
    public void GiveUp()
    {
        (var awaited, _awaited, _unawaited) = (_awaited, 0, _unawaited + _awaited);
        for (var i = 0; i < awaited; i++)
        {
            idle.Leave();
        }
    }

    public void Clear() => _waiting.Clear();
}
