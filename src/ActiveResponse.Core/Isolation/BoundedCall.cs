namespace ActiveResponse.Isolation;

/// <summary>Waits for something no longer than a limit.</summary>
internal static class BoundedCall
{
    /// <summary>Makes a call on a separate thread, since it may hang before it first awaits; its token fires at the limit.</summary>
    /// <param name="call">The call; one that doesn't stop when asked is left behind.</param>
    /// <param name="limit">Time limit.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Cancels the call, and waiting for it.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static async Task<T> CallAsync<T>(
        Func<CancellationToken, ValueTask<T>> call,
        TimeSpan limit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var token = either.Token;
        try
        {
            return await Task.Run(() => call(token).AsTask(), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it didn't respond within {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>Enters a semaphore.</summary>
    /// <returns>Whether there was a place within the limit.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static async ValueTask<bool> TryWaitAsync(
        this SemaphoreSlim places,
        TimeSpan limit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await places.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
