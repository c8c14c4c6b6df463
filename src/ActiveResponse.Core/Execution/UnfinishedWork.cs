using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Completes work that wasn't carried out: nobody may wait forever.</summary>
internal sealed class UnfinishedWork(
    ObserverHub observers,
    EffectTimers timers,
    ExecutionSettings settings,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Completes an item that won't be carried out: the host has stopped.</summary>
    public void Abandon(WorkItem item)
    {
        var action = Outcome(item, ActionOutcome.Dropped, "the host has stopped");
        observers.Notify(action);
        item.Abandon(action);
    }

    /// <summary>Completes checks that found nothing to do.</summary>
    public void CompleteQuietly(List<WorkItem> checks) =>
        checks.ForEach(item => item.Complete(Outcome(item, ActionOutcome.AlreadyLifted, null)));

    /// <summary>Completes items whose state could not be read or stored.</summary>
    public void Fail(IResponder responder, IEnumerable<WorkItem> items, Exception exception)
    {
        logger.BatchFailed(responder.Name, exception);
        var why = $"the state could not be stored: {SafeText.Of(exception.Message)}";
        foreach (var item in items)
        {
            if (item is not ApplyItem { KeepsEffect: false })
            {
                // A lost revert, or an apply that took effect without a timer, would be a block that never ends: check the record again.
                timers.Set(item.Key, clock.GetUtcNow() + settings.Of(responder.Name).RevertRetryDelay, isRetry: true);
            }

            var action = Outcome(item, ActionOutcome.Failed, why);
            observers.Notify(action);
            item.Complete(action);
        }
    }

    private ExecutedAction Outcome(WorkItem item, ActionOutcome outcome, string? detail) =>
        new()
        {
            Order = item.ReportedOrder,
            Verb = item.Verb,
            Outcome = outcome,
            Detail = detail,
            Note = item.Note,
            At = clock.GetUtcNow(),
        };
}
