using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Time.Testing;

namespace ActiveResponse.Testing;

/// <summary>A <see cref="FakeTimeProvider"/> that fires each timer at its own time, and shows what waits for it.</summary>
/// <remarks>
/// Thread-safe. Default start: 2026-01-01T00:00:00Z. The local time zone is UTC. <see cref="FakeTimeProvider.SetUtcNow"/> goes there at
/// once: what was due meanwhile fires late.
/// </remarks>
public sealed partial class ManualClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly Lock _moving = new();
    private readonly HashSet<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Length, TaskCompletionSource Seen)> _awaited = [];
    private long _shift;
    private int _firingThread;
    private Exception? _fault;

    /// <summary>Makes a clock that stands at a time.</summary>
    /// <param name="start">The time it shows first; 2026-01-01T00:00:00Z if null.</param>
    public ManualClock(DateTimeOffset? start = null)
        : base(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    /// <summary>How many timers are waiting.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    // To read it may fire what is due, so it is never read under a lock.
    private DateTimeOffset MachineNow => base.GetUtcNow();

    /// <summary>Called with the length of each timer that is started, by who starts it; to call <see cref="Advance"/> with it lets waiting
    /// take no time.</summary>
    public Action<TimeSpan>? TimerStarted { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => MachineNow + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    /// <inheritdoc/>
    public override long GetTimestamp() => MachineNow.Ticks;

    /// <summary>Sets the time of day forward or back, as somebody does with the clock of a machine: timers and time stamps go on as
    /// before.</summary>
    /// <param name="by">How far; negative to set it back.</param>
    public void ShiftTimeOfDay(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Attach(
            base.CreateTimer(static timer => ((ManualTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
        );
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires every timer that falls due on the way, each at its own time; all have fired when it
    /// returns.</summary>
    /// <param name="by">How far; not negative.</param>
    public new void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_moving)
        {
            var target = MachineNow + by;
            for (var next = NextStop(target); next is not null; next = NextStop(target))
            {
                MoveTo(next.Value);
            }

            MoveTo(target);
        }
    }

    /// <summary>Completes when somebody waits for so long: a timer of this length is running, now or later.</summary>
    /// <param name="length">What the timer was set to when it was made or changed, e.g. a deadline.</param>
    public Task TimerOf(TimeSpan length)
    {
        lock (_gate)
        {
            if (_timers.Any(timer => timer.Length == length))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((length, seen));
            return seen.Task;
        }
    }

    private void MoveTo(DateTimeOffset time)
    {
        if (time >= MachineNow)
        {
            SetUtcNow(time);
        }

        if (Volatile.Read(ref _firingThread) != Environment.CurrentManagedThreadId)
        {
            WaitUntilFired();
        }

        if (Interlocked.Exchange(ref _fault, null) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    // Whichever thread reads the time or starts a timer at this moment fires what is due, instead of this one. What is due now is fired
    // after the rest.
    private void WaitUntilFired()
    {
        using var fired = new ManualResetEventSlim();
        using var last = base.CreateTimer(
            static fired => ((ManualResetEventSlim)fired!).Set(),
            fired,
            TimeSpan.Zero,
            Timeout.InfiniteTimeSpan
        );
        fired.Wait();
    }

    private DateTimeOffset? NextStop(DateTimeOffset target)
    {
        var now = MachineNow;
        List<ManualTimer> held;
        DateTimeOffset? due;
        lock (_gate)
        {
            held = [.. _timers.Where(static timer => timer.IsHeld)];
            due = _timers.Where(timer => timer.Due > now && timer.Due <= target).Min(static timer => timer.Due);
        }

        held.ForEach(static timer => timer.Release());
        return held.Count > 0 ? now : due;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public TimeSpan Length { get; private set; }

        /// <summary>Whether it is due at once and waits for the clock to be moved: a timer never fires on the thread that starts
        /// it.</summary>
        public bool IsHeld { get; private set; }

        public void Attach(ITimer timer) => _timer = timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var now = clock.MachineNow;
            lock (clock._gate)
            {
                (Length, _period, IsHeld) = (dueTime, period, dueTime == TimeSpan.Zero);
                SetDue(now, dueTime);
                clock._awaited.Where(awaited => awaited.Length == dueTime).ToList().ForEach(static awaited => awaited.Seen.TrySetResult());
                clock._awaited.RemoveAll(awaited => awaited.Length == dueTime);
            }

            var isChanged = _timer!.Change(dueTime == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : dueTime, period);
            if (dueTime > TimeSpan.Zero)
            {
                clock.TimerStarted?.Invoke(dueTime);
            }

            return isChanged;
        }

        public void Release()
        {
            IsHeld = false;
            _timer!.Change(TimeSpan.Zero, _period);
        }

        public void Fire()
        {
            var now = clock.MachineNow;
            lock (clock._gate)
            {
                SetDue(now, _period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            }

            Volatile.Write(ref clock._firingThread, Environment.CurrentManagedThreadId);
            try
            {
                callback(state);
            }
            catch (Exception e)
            {
                // The base class would never fire again; who moves the clock is thrown it.
                Interlocked.CompareExchange(ref clock._fault, e, null);
            }
            finally
            {
                Volatile.Write(ref clock._firingThread, 0);
            }
        }

        public void Dispose()
        {
            _timer!.Dispose();
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void SetDue(DateTimeOffset now, TimeSpan time)
        {
            Due = time < TimeSpan.Zero ? null : now + time;
            _ = Due is null ? clock._timers.Remove(this) : clock._timers.Add(this);
        }
    }
}
