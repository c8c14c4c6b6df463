namespace ActiveResponse.Notifications;

/// <summary>Limits notifications to a number per minute, and counts the rest.</summary>
/// <param name="perMinute">The number.</param>
/// <param name="clock">The clock.</param>
/// <param name="minuteEnded">Called at the end of a minute in which some were not let through, with their number.</param>
internal sealed class NotificationBudget(int perMinute, TimeProvider clock, Action<long> minuteEnded) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long _begun;
    private int _taken;
    private long _held;
    private ITimer? _end;

    /// <summary>Whether one more may be sent in this minute; counts it if not.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (_held == 0 && (_taken == 0 || clock.GetElapsedTime(_begun) >= Minute))
            {
                (_begun, _taken) = (clock.GetTimestamp(), 0);
            }

            if (_taken < perMinute)
            {
                _taken++;
                return true;
            }

            _held++;
            _end ??= clock.CreateTimer(_ => EndMinute(), null, Minute - clock.GetElapsedTime(_begun), Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    /// <summary>Ends the minute: what wasn't let through is told now.</summary>
    public void Dispose()
    {
        long held;
        lock (_gate)
        {
            _end?.Dispose();
            (held, _held) = (_held, 0);
        }

        if (held > 0)
        {
            minuteEnded(held);
        }
    }

    private void EndMinute()
    {
        long held;
        lock (_gate)
        {
            if (_held == 0)
            {
                // Told at a stop.
                return;
            }

            // The notification of the rest is the first of the next minute.
            (held, _held, _taken, _begun) = (_held, 0, 1, clock.GetTimestamp());
            _end?.Dispose();
            _end = null;
        }

        minuteEnded(held);
    }
}
