namespace ActiveResponse.Platform;

/// <summary>Pauses between attempts to take a lock: 1 ms at first, twice as long each time, at most 50 ms.</summary>
internal sealed class LockPause(TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromMilliseconds(1);

    /// <summary>Time since the first attempt.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Waits before the next attempt.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_next, clock, cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }
}
