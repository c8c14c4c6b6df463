using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Default scheduler: a timing wheel, and one timer for its earliest time. Thread-safe.</summary>
public sealed class TimeoutScheduler : ITimeoutScheduler
{
    // Timers ignore changes of the host's clock, so the time of day is checked at least this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimerWheel _wheel;

    private Action<IReadOnlyList<ActionKey>>? _onDue;
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    /// <summary>Creates a scheduler; nothing is due before <see cref="Start"/>.</summary>
    /// <param name="clock">The clock.</param>
    public TimeoutScheduler(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _wheel) = (clock, new TimerWheel(clock.GetUtcNow().UtcTicks));
    }

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _wheel.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Start(Action<IReadOnlyList<ActionKey>> onDue)
    {
        ArgumentNullException.ThrowIfNull(onDue);
        lock (_gate)
        {
            _onDue = onDue;
            _timer ??= _clock.CreateTimer(
                static state => ((TimeoutScheduler)state!).OnTimer(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            ArmNext();
        }
    }

    /// <inheritdoc/>
    public void Set(ActionKey key, DateTimeOffset due)
    {
        var time = due.UtcTicks;
        lock (_gate)
        {
            _wheel.Set(key, time);
            if (time < _armedFor)
            {
                Arm(time, _clock.GetUtcNow().UtcTicks);
            }
        }
    }

    /// <inheritdoc/>
    public void Remove(ActionKey key)
    {
        lock (_gate)
        {
            _wheel.Remove(key);
        }
    }

    /// <summary>Stops: nothing is due any more.</summary>
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
            fired = _wheel.Advance(_clock.GetUtcNow().UtcTicks);
            ArmNext();
        }

        if (fired.Count > 0)
        {
            _onDue!(fired);
        }
    }

    private void ArmNext()
    {
        var now = _clock.GetUtcNow().UtcTicks;
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
            time == long.MaxValue
                ? Timeout.InfiniteTimeSpan
                : TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(wait).TotalMilliseconds)),
            Timeout.InfiniteTimeSpan
        );
    }
}
