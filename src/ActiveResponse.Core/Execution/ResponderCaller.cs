using System.Collections.Concurrent;
using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Single place that calls responders: enforces the deadline, catches exceptions, measures time.</summary>
internal sealed class ResponderCaller(TimeProvider clock, ExecutionSettings settings, ILogger logger)
{
    // How much longer to wait for a responder that ignores its token before abandoning it. Killing a program takes up to 9 seconds of this
    // (CommandLimits), so its end is seen before its subject is acted on again.
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // Abandoned calls that still run, by responder name for batches, by key otherwise.
    private readonly ConcurrentDictionary<object, Task> _leftBehind = new();

    /// <summary>Carries out one order.</summary>
    public async ValueTask<(ResponderResult Result, TimeSpan Duration)> CallAsync(
        IResponder responder,
        ActionVerb verb,
        ResponderContext context
    )
    {
        var (result, failure, duration) = await RunAsync(
                responder.Name,
                context.Order.Key.Turn,
                token =>
                    verb != ActionVerb.Revert
                        ? responder.ApplyAsync(context, token)
                        : ((IReversibleResponder)responder).RevertAsync(context, token)
            )
            .ConfigureAwait(false);
        return (result ?? failure ?? NoResult(responder.Name), duration);
    }

    /// <summary>Carries out a batch; a failure of the whole is a failure of each.</summary>
    public async ValueTask<(BatchResult Result, TimeSpan Duration)> CallAsync(
        IBatchResponder responder,
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts
    )
    {
        var (result, failure, duration) = await RunAsync(
                responder.Name,
                responder.Name,
                token => responder.RunBatchAsync(applies, reverts, token),
                isInline: responder.NeverBlocks
            )
            .ConfigureAwait(false);
        return (result ?? OfAll(failure ?? NoResult(responder.Name), applies.Count, reverts.Count), duration);
    }

    private static BatchResult OfAll(ResponderResult each, int applies, int reverts) =>
        new([.. Enumerable.Repeat(each, applies)], [.. Enumerable.Repeat(each, reverts)]);

    private static ResponderResult NoResult(string name) => ResponderResult.Failed($"'{name}' returned no result");

    private async ValueTask<(T? Result, ResponderResult? Failure, TimeSpan Duration)> RunAsync<T>(
        string name,
        object slot,
        Func<CancellationToken, ValueTask<T>> call,
        bool isInline = false
    )
        where T : class
    {
        var started = clock.GetTimestamp();
        var limit = settings.Of(name).Deadline;
        if (!await IsFreeAsync(slot, limit).ConfigureAwait(false))
        {
            return (null, ResponderResult.Failed($"not tried: an earlier call of '{name}' hasn't returned"), clock.GetElapsedTime(started));
        }

        using var deadline = new CallDeadline(limit, clock, e => logger.ResponderThrew(name, e));
        var token = deadline.Token;
        var running = isInline ? InlineAsync() : Task.Run(() => call(token).AsTask(), CancellationToken.None);
        try
        {
            var result = await running.WaitAsync(limit + Grace, clock, CancellationToken.None).ConfigureAwait(false);
            return (result, null, clock.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return (null, TimedOut("it was stopped"), clock.GetElapsedTime(started));
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            LeaveBehind(slot, running);
            return (null, TimedOut("it didn't stop when asked and was left behind"), clock.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            logger.ResponderThrew(name, e);
            return (
                null,
                ResponderResult.Failed($"'{name}' failed: {SafeText.Of(e.Message)}", mayBeInPlace: true),
                clock.GetElapsedTime(started)
            );
        }

        async Task<T> InlineAsync() => await call(token).ConfigureAwait(false);

        ResponderResult TimedOut(string what) =>
            ResponderResult.TimedOut($"'{name}' didn't respond within {limit.TotalSeconds:0.###} s; {what}");
    }

    // Calls for one subject, and batches, never overlap: an apply that takes effect after its revert would be a block that never ends.
    private async ValueTask<bool> IsFreeAsync(object slot, TimeSpan limit)
    {
        if (_leftBehind.TryGetValue(slot, out var earlier))
        {
            await earlier.WaitAsync(limit, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return earlier.IsCompleted;
        }

        return true;
    }

    private void LeaveBehind(object slot, Task running)
    {
        _leftBehind[slot] = running;
        _ = running.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _leftBehind.TryRemove(KeyValuePair.Create(slot, (Task)ended));
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }
}
