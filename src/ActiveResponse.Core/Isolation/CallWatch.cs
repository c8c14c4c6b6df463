namespace ActiveResponse.Isolation;

/// <summary>
/// Notices when one of several calls, made one after another, takes too long. Sets its timer once for a series of quick calls.
/// </summary>
/// <remarks>Its owner calls all but <see cref="Dispose"/> under its own lock.</remarks>
internal sealed class CallWatch : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private long _started;
    private bool _isInCall;
    private bool _isSet;

    /// <param name="clock">The clock.</param>
    /// <param name="look">Called when it is time to ask <see cref="IsOverdue"/>.</param>
    public CallWatch(TimeProvider clock, Action look)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static state => ((Action)state!)(), look, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A call begins.</summary>
    public void Begin(TimeSpan limit)
    {
        (_isInCall, _started) = (true, _clock.GetTimestamp());
        if (!_isSet)
        {
            Set(limit);
        }
    }

    /// <summary>The call has returned.</summary>
    public void End() => _isInCall = false;

    /// <summary>Whether the call in progress has taken longer than the limit; true once for each call.</summary>
    public bool IsOverdue(TimeSpan limit)
    {
        _isSet = false;
        if (!_isInCall)
        {
            return false;
        }

        var left = limit - _clock.GetElapsedTime(_started);
        if (left > TimeSpan.Zero)
        {
            Set(left);
            return false;
        }

        return true;
    }

    public void Dispose() => _timer.Dispose();

    private void Set(TimeSpan time)
    {
        _isSet = true;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }
}
