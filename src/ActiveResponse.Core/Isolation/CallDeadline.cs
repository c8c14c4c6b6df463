namespace ActiveResponse.Isolation;

/// <summary>A token that fires after a time, or with another token; what its listeners do when it fires can neither throw at us nor hold us
/// up.</summary>
/// <remarks>
/// A <see cref="CancellationTokenSource"/> with a time of its own runs its listeners on the timer's thread: one that throws there would end
/// the process.
/// </remarks>
internal sealed class CallDeadline : IDisposable
{
    // Not disposed of: a call that was left behind still holds its token.
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Exception> _listenerThrew;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _outer;

    /// <param name="limit">After how long it fires.</param>
    /// <param name="clock">The time.</param>
    /// <param name="listenerThrew">Gets what a listener of the token threw.</param>
    /// <param name="cancellationToken">Fires it early.</param>
    public CallDeadline(TimeSpan limit, TimeProvider clock, Action<Exception> listenerThrew, CancellationToken cancellationToken = default)
    {
        _listenerThrew = listenerThrew;
        _timer = clock.CreateTimer(static state => ((CallDeadline)state!).Reach(), this, limit, Timeout.InfiniteTimeSpan);
        _outer = cancellationToken.UnsafeRegister(static state => ((CallDeadline)state!).Reach(), this);
    }

    /// <summary>Fires at the deadline.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Completes at the deadline.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Sets no timer any more; a token that was handed out and has not fired never will.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _outer.Dispose();
    }

    /// <summary>Fires the token now.</summary>
    public void Reach()
    {
        _ = CancelAsync();
        _reached.TrySetResult();
    }

    private async Task CancelAsync()
    {
        try
        {
            await _source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _listenerThrew(e);
        }
    }
}
