using ActiveResponse.Diagnostics;

namespace ActiveResponse.Isolation;

/// <summary>
/// Calls plug-ins so that they can't stop us: on a separate thread, since they may hang before they first await; with a token that fires at
/// the deadline; and only while few earlier calls still run.
/// </summary>
/// <param name="seam">Kind of plug-in, e.g. <c>guard</c>.</param>
/// <param name="consequence">Consequence of a call without a result, for the log.</param>
/// <param name="faults">Logs and counts faults.</param>
/// <param name="clock">The clock.</param>
internal sealed class PluginCaller(string seam, string consequence, PluginFaults faults, TimeProvider clock)
{
    /// <summary>Maximum number of abandoned calls, each of which may hold a thread; beyond it no call is made until one returns.</summary>
    public const int MostLeftBehind = 8;

    private int _leftBehind;

    /// <summary>Makes one call.</summary>
    /// <param name="nameOf">Returns the plug-in's name for the log; called on a fault.</param>
    /// <param name="limit">Time limit.</param>
    /// <param name="call">The call.</param>
    /// <param name="late">Receives an answer that comes after the deadline.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async ValueTask<PluginResult<T>> CallAsync<T>(
        Func<string> nameOf,
        TimeSpan limit,
        Func<CancellationToken, ValueTask<T>> call,
        Action<T>? late,
        CancellationToken cancellationToken
    )
    {
        if (Volatile.Read(ref _leftBehind) >= MostLeftBehind)
        {
            var plugin = nameOf();
            faults.Count(seam, plugin, PluginFault.NotCalled);
            return new PluginResult<T>(default, $"'{SafeText.Of(plugin)}' wasn't called: {MostLeftBehind} earlier calls haven't returned");
        }

        var started = clock.GetTimestamp();
        using var deadline = new CallDeadline(limit, clock, e => faults.Threw(seam, nameOf(), e), cancellationToken);
        var token = deadline.Token;
        var running = Task.Run(() => call(token).AsTask(), CancellationToken.None);
        await Task.WhenAny(running, deadline.Reached).ConfigureAwait(false);
        if (!running.IsCompleted)
        {
            LeaveBehind(running, nameOf, started, late);
            cancellationToken.ThrowIfCancellationRequested();
            return TimedOut(nameOf(), limit);
        }

        try
        {
            return new PluginResult<T>(await running.ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return TimedOut(nameOf(), limit);
        }
        catch (Exception e)
        {
            faults.Threw(seam, nameOf(), e);
            return new PluginResult<T>(default, $"'{SafeText.Of(nameOf())}' failed: {SafeText.Of(e.Message)}");
        }

        PluginResult<T> TimedOut(string plugin, TimeSpan within)
        {
            faults.TimedOut(seam, plugin, within, consequence);
            return new PluginResult<T>(default, $"'{SafeText.Of(plugin)}' didn't respond within {within.TotalSeconds:0.###} s");
        }
    }

    private void LeaveBehind<T>(Task<T> running, Func<string> nameOf, long started, Action<T>? late)
    {
        Interlocked.Increment(ref _leftBehind);
        _ = running.ContinueWith(
            ended =>
            {
                Interlocked.Decrement(ref _leftBehind);
                if (ended.IsCompletedSuccessfully)
                {
                    faults.AnsweredLate(seam, nameOf(), clock.GetElapsedTime(started));
                    late?.Invoke(ended.Result);
                }

                _ = ended.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }
}
