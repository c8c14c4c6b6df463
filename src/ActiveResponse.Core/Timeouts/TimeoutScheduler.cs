using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>A heap of due times and one timer for the earliest of them.</summary>
/// <remarks>An entry that was moved or removed stays in the heap until it comes up or until such entries are the greater part.</remarks>
internal sealed class TimeoutScheduler(TimeProvider clock) : ITimeoutScheduler
{
    // A timer counts on when somebody sets the clock of the host: the time of day is looked at again at least this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ActionKey, DateTimeOffset> _due = [];
    private readonly PriorityQueue<ActionKey, DateTimeOffset> _heap = new();
    private Action<IReadOnlyList<ActionKey>>? _onDue;
    private ITimer? _timer;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private bool _disposed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    public void Start(Action<IReadOnlyList<ActionKey>> onDue)
    {
        lock (_gate)
        {
            _onDue = onDue;
            _timer ??= clock.CreateTimer(static state => ((TimeoutScheduler)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Arm();
        }
    }

    public void Set(ActionKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            _due[key] = due;
            _heap.Enqueue(key, due);
            if (_heap.Count > 64 && _heap.Count > 2 * _due.Count)
            {
                Rebuild();
            }

            if (due < _armedFor)
            {
                Arm();
            }
        }
    }

    public void Remove(ActionKey key)
    {
        lock (_gate)
        {
            _due.Remove(key);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void OnTimer()
    {
        List<ActionKey> fired = [];
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_heap.TryPeek(out var key, out var due) && due <= now)
            {
                _heap.Dequeue();
                if (_due.TryGetValue(key, out var current) && current == due)
                {
                    _due.Remove(key);
                    fired.Add(key);
                }
            }

            Arm();
        }

        if (fired.Count > 0)
        {
            _onDue!(fired);
        }
    }

    private void Arm()
    {
        if (_timer is null || _disposed)
        {
            return;
        }

        if (!_heap.TryPeek(out _, out var earliest))
        {
            _armedFor = DateTimeOffset.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = earliest - clock.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _armedFor = earliest;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Rebuild()
    {
        _heap.Clear();
        _heap.EnqueueRange(_due.Select(static pair => (pair.Key, pair.Value)));
    }
}
