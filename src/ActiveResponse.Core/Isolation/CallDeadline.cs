namespace ActiveResponse.Isolation;

/// <summary>Token that fires after a time, or with another token; its listeners can neither throw at us nor block us.</summary>
/// <remarks>
/// A <see cref="CancellationTokenSource"/> with a timeout runs its listeners on the timer's thread, where an exception would end the
/// process.
/// </remarks>
internal sealed class CallDeadline : IDisposable
{
    // Not disposed of: an abandoned call still holds its token.
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Exception> _listenerThrew;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _outer;

    /// <param name="limit">Time until it fires.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="listenerThrew">Receives exceptions of the token's listeners.</param>
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

    /// <summary>Stops the timer; a token that hasn't fired never will.</summary>
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

    /// <summary>Leaves a call behind; if it fails later, nobody needs its exception.</summary>
    public static void Abandon(Task call) =>
        _ = call.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );

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
