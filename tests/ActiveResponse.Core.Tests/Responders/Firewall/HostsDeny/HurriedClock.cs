namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>A clock that jumps to the end of every wait, so that waiting takes no time.</summary>
internal sealed class HurriedClock(Action? onWait = null) : TimeProvider
{
    private long _ticks;

    public TimeSpan Waited => TimeSpan.FromTicks(_ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            _ticks += dueTime.Ticks;
            onWait?.Invoke();
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
