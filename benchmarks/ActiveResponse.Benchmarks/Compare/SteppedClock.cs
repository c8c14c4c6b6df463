namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A clock that goes when told to, for an hour in a minute; its timers fire on the thread that moves it.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<SteppedTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait.</summary>
    public int Timers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Is later at once; what was due meanwhile fires late, as on a host whose timers are coarse.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        Go(TimeSpan.Zero);
    }

    /// <summary>Goes forward; each timer fires at its time.</summary>
    public void Go(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (Take(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = target;
        }
    }

    private SteppedTimer? Take(DateTimeOffset target)
    {
        lock (_gate)
        {
            SteppedTimer? first = null;
            foreach (var timer in _timers)
            {
                first = timer.Due <= target && (first is null || timer.Due < first.Due) ? timer : first;
            }

            if (first is not null)
            {
                _now = first.Due > _now ? first.Due : _now;
                if (first.Period > TimeSpan.Zero)
                {
                    first.Due = _now + first.Period;
                }
                else
                {
                    _timers.Remove(first);
                }
            }

            return first;
        }
    }

    private sealed class SteppedTimer(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
