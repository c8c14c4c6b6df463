using ActiveResponse.Diagnostics;

namespace ActiveResponse.Isolation;

/// <summary>
/// Calls the code of others so that it can't stop us: on a thread of its own, since it may hang before it first awaits; with a token that
/// fires at the deadline; and only as long as few earlier calls still run.
/// </summary>
/// <param name="seam">What kind of plug-in it is, e.g. <c>guard</c>.</param>
/// <param name="consequence">What becomes of a call without an answer, for the log.</param>
/// <param name="faults">Logs and counts.</param>
/// <param name="clock">The time.</param>
internal sealed class PluginCaller(string seam, string consequence, PluginFaults faults, TimeProvider clock)
{
    /// <summary>So many calls that never came back may hold a thread each; then none is made until one of them does.</summary>
    public const int MostLeftBehind = 8;

    private int _leftBehind;

    /// <summary>Makes one call.</summary>
    /// <param name="nameOf">The plug-in's name, for the log; asked for when something went wrong.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="call">The call.</param>
    /// <param name="late">Gets an answer that comes after the deadline.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async ValueTask<PluginAnswer<T>> CallAsync<T>(
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
            return new PluginAnswer<T>(
                default,
                $"'{SafeText.Of(plugin)}' was not asked: {MostLeftBehind} earlier calls were left behind and still run"
            );
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
            return Silent(nameOf(), limit);
        }

        try
        {
            return new PluginAnswer<T>(await running.ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Silent(nameOf(), limit);
        }
        catch (Exception e)
        {
            faults.Threw(seam, nameOf(), e);
            return new PluginAnswer<T>(default, $"'{SafeText.Of(nameOf())}' failed: {SafeText.Of(e.Message)}");
        }

        PluginAnswer<T> Silent(string plugin, TimeSpan within)
        {
            faults.GaveNoAnswer(seam, plugin, within, consequence);
            return new PluginAnswer<T>(default, $"'{SafeText.Of(plugin)}' gave no answer within {within.TotalSeconds:0.###} s");
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
