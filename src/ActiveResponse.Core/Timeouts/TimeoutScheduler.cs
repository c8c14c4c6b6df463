using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>A timing wheel, and one timer for the earliest time in it.</summary>
internal sealed class TimeoutScheduler(TimeProvider clock) : ITimeoutScheduler
{
    // A timer counts on when somebody sets the clock of the host: the time of day is looked at again at least this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimerWheel _wheel = new(clock.GetUtcNow().UtcTicks);

    // Changes wait until there are many, or somebody asks: together they cost a fraction of what they cost one by one.
    private readonly TimerChange[] _changes = new TimerChange[TimerWheel.Batch];
    private int _waiting;
    private Action<IReadOnlyList<ActionKey>>? _onDue;
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                MakeChanges();
                return _wheel.Count;
            }
        }
    }

    public void Start(Action<IReadOnlyList<ActionKey>> onDue)
    {
        lock (_gate)
        {
            _onDue = onDue;
            _timer ??= clock.CreateTimer(static state => ((TimeoutScheduler)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            ArmNext();
        }
    }

    public void Set(ActionKey key, DateTimeOffset due)
    {
        var time = due.UtcTicks;
        lock (_gate)
        {
            Change(new TimerChange(key, time));
            if (time < _armedFor)
            {
                Arm(time, clock.GetUtcNow().UtcTicks);
            }
        }
    }

    public void Remove(ActionKey key)
    {
        lock (_gate)
        {
            Change(new TimerChange(key, TimerChange.Forget));
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
        IReadOnlyList<ActionKey> fired;
        lock (_gate)
        {
            MakeChanges();
            fired = _wheel.Advance(clock.GetUtcNow().UtcTicks);
            ArmNext();
        }

        if (fired.Count > 0)
        {
            _onDue!(fired);
        }
    }

    private void Change(in TimerChange change)
    {
        _changes[_waiting++] = change;
        if (_waiting == _changes.Length)
        {
            MakeChanges();
        }
    }

    private void MakeChanges()
    {
        var changes = _changes.AsSpan(0, _waiting);
        _waiting = 0;
        _wheel.Apply(changes);
        changes.Clear();
    }

    private void ArmNext()
    {
        MakeChanges();
        var now = clock.GetUtcNow().UtcTicks;
        Arm(_wheel.Count == 0 ? long.MaxValue : _wheel.Next(now + LongestWait.Ticks), now);
    }

    private void Arm(long time, long now)
    {
        if (_timer is null || _disposed)
        {
            return;
        }

        _armedFor = time;
        var wait = Math.Clamp(time - now, 0, LongestWait.Ticks);
        _timer.Change(
            time == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(wait).TotalMilliseconds)),
            Timeout.InfiniteTimeSpan);
    }
}
