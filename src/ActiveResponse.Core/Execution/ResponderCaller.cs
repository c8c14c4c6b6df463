using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>The one place where responders are called: keeps the deadline, catches what they throw, measures.</summary>
internal sealed class ResponderCaller(TimeProvider clock, ExecutionOptions options, ILogger logger)
{
    // A responder that ignores its token is waited for this much longer, then left behind. A program that has to be killed takes up to 9 seconds of it
    // (CommandLimits): its end is seen before its subject is acted on again.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Carries out one order.</summary>
    public async Task<(ResponderResult Result, TimeSpan Duration)> CallAsync(IResponder responder, ActionVerb verb, ResponderContext context)
    {
        var (result, failure, duration) = await RunAsync(
            responder.Name,
            token => verb == ActionVerb.Apply ? responder.ApplyAsync(context, token) : ((IReversibleResponder)responder).RevertAsync(context, token))
            .ConfigureAwait(false);
        return (result ?? failure!, duration);
    }

    /// <summary>Carries out a batch; a failure of the whole is the failure of each.</summary>
    public async Task<(BatchResult Result, TimeSpan Duration)> CallAsync(
        IBatchResponder responder, IReadOnlyList<ResponderContext> applies, IReadOnlyList<ResponderContext> reverts)
    {
        var (result, failure, duration) = await RunAsync(
            responder.Name, token => responder.RunBatchAsync(applies, reverts, token)).ConfigureAwait(false);
        return (result ?? new BatchResult([.. applies.Select(_ => failure!)], [.. reverts.Select(_ => failure!)]), duration);
    }

    private async Task<(T? Result, ResponderResult? Failure, TimeSpan Duration)> RunAsync<T>(string name, Func<CancellationToken, ValueTask<T>> call)
        where T : class
    {
        var started = clock.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.Deadline, clock);
        try
        {
            var result = await Task.Run(() => call(deadline.Token).AsTask(), CancellationToken.None)
                .WaitAsync(options.Deadline + Grace, clock, CancellationToken.None).ConfigureAwait(false);
            return (result, null, clock.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (null, TimedOut("it was stopped"), clock.GetElapsedTime(started));
        }
        catch (TimeoutException) when (deadline.IsCancellationRequested)
        {
            return (null, TimedOut("it didn't stop when asked and was left behind"), clock.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            logger.ResponderThrew(name, e);
            return (null, ResponderResult.Failed($"'{name}' failed: {SafeText.Of(e.Message)}"), clock.GetElapsedTime(started));
        }

        ResponderResult TimedOut(string what) =>
            ResponderResult.TimedOut($"'{name}' gave no answer within {options.Deadline.TotalSeconds:0.###} s; {what}");
    }
}
