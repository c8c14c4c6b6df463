using System.Collections.Concurrent;
using ActiveResponse.Execution;
using ActiveResponse.Responders;

namespace ActiveResponse.Tool.Running;

/// <summary>Reports and counts outcomes, and wakes whoever waits for the next.</summary>
internal sealed class OutcomeCounter(IRunReport report) : IResponseObserver
{
    private readonly ConcurrentDictionary<ActionOutcome, int> _counts = new();
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;

    public IReadOnlyDictionary<ActionOutcome, int> Counts => _counts;

    /// <summary>The orders that couldn't be carried out, except failed reverts, which are retried.</summary>
    public int Failures => _failures;

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        _counts.AddOrUpdate(action.Outcome, 1, static (_, count) => count + 1);
        if (action is { Verb: ActionVerb.Apply, Outcome: ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped })
        {
            Interlocked.Increment(ref _failures);
        }

        try
        {
            report.Outcome(action);
        }
        finally
        {
            // A full disk behind standard output must not keep the run from ending.
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    public Task NextAsync(CancellationToken cancellationToken) => _next.Task.WaitAsync(cancellationToken);
}
