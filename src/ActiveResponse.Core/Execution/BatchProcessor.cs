using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Carries out what was taken from a queue: write, act, confirm; in waves, so that each key is acted on once at a time.</summary>
internal sealed partial class BatchProcessor(
    ApplySteps applies,
    RevertSteps ends,
    RestoreSteps restores,
    ResponderCaller caller,
    EffectMoves moves,
    SharedEntries shared,
    ObserverHub observers,
    OffensePruning pruning,
    IntakePositions positions,
    TimeProvider clock,
    ExecutionSettings settings,
    ILogger logger
)
{
    /// <summary>Told when an effect is due (null: no more), so that a timer can be set.</summary>
    public Action<ActionKey, DateTimeOffset?> DueChanged { get; set; } = static (_, _) => { };

    /// <summary>Queues an order anew, for the key it has now.</summary>
    public Action<IResponder, WorkItem> Requeue { get; set; } = static (_, _) => { };

    /// <summary>Queues a look at an effect that should be in place.</summary>
    public Action<IResponder, ActionKey> Restore { get; set; } = static (_, _) => { };

    /// <summary>Whether timed applies are dropped: the host stops, and nobody would be there to take them back.</summary>
    public bool DropsTimedApplies { get; set; }

    /// <summary>Carries out a batch of keys that all belong to one responder.</summary>
    public async Task ProcessAsync(IResponder responder, IReadOnlyList<List<WorkItem>> batch)
    {
        var wave = new List<List<WorkItem>>(batch.Count);
        var rest = new List<Queue<WorkItem>>();
        foreach (var items in batch)
        {
            if (items is [{ IsMoved: false } only])
            {
                // In a flood of attackers each has one.
                if (!Drops(only))
                {
                    wave.Add(items);
                }
            }
            else if (new Queue<WorkItem>(items.Where(item => !Drops(item))) is { Count: > 0 } queue)
            {
                rest.Add(queue);
            }
        }

        while (wave.Count + rest.Count > 0)
        {
            rest.ForEach(queue => wave.Add(NextRun(queue)));
            var steps = await DecideAsync(responder, wave).ConfigureAwait(false);
            try
            {
                await CarryOutAsync(responder, steps).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The store failed: nothing of this wave is known to be done, and nobody may wait for it for ever.
                Fail(responder, steps.SelectMany(static step => step.Items), e);
            }

            wave = [];
            rest.RemoveAll(static queue => queue.Count == 0);
        }

        await pruning.PruneIfDueAsync().ConfigureAwait(false);
    }

    /// <summary>Answers an item nobody will carry out any more.</summary>
    public void Abandon(WorkItem item)
    {
        var action = Outcome(item, ActionOutcome.Dropped, "the host has stopped");
        observers.Notify(action);
        item.Abandon(action);
    }

    private bool Drops(WorkItem item)
    {
        if (!DropsTimedApplies || !item.KeepsEffect || item.Order is not { } order || order.Timeout == TimeSpan.Zero)
        {
            return false;
        }

        Abandon(item);
        return true;
    }

    /// <summary>The items at the head of a key's queue that are all applies or all ends: they come to one step.</summary>
    private static List<WorkItem> NextRun(Queue<WorkItem> queue)
    {
        var run = new List<WorkItem> { queue.Dequeue() };
        while (
            run[0].KeepsEffect
            && queue.TryPeek(out var next)
            && next.IsApply == run[0].IsApply
            && next.KeepsEffect
            && next.Key == run[0].Key
            && !next.IsUnnamed
            && !run[0].IsUnnamed
        )
        {
            run.Add(queue.Dequeue());
        }

        return run;
    }

    private async Task<List<EffectStep>> DecideAsync(IResponder responder, List<List<WorkItem>> wave)
    {
        var steps = new List<EffectStep>(wave.Count);
        foreach (var run in wave)
        {
            try
            {
                if (await moves.SendBackAsync(run, item => Requeue(responder, item)).ConfigureAwait(false))
                {
                    continue;
                }

                var step = run[0].IsApply
                    ? await applies.DecideAsync(responder, run, CancellationToken.None).ConfigureAwait(false)
                    : await ends.DecideAsync(run, DueChanged, CancellationToken.None).ConfigureAwait(false);
                if (step is null)
                {
                    CompleteQuietly(run);
                }
                else
                {
                    steps.Add(step);
                }
            }
            catch (Exception e)
            {
                // A record that can't be read is the trouble of its own key only.
                Fail(responder, run, e);
            }
        }

        return steps;
    }

    private async Task CarryOutAsync(IResponder responder, List<EffectStep> steps)
    {
        var before = new StoreCommitBuilder(0);
        var recorded = new List<WorkItem>();
        foreach (var step in steps.Where(static step => step is { Before: not null, RecordFollows: false }))
        {
            before.Save(step.Before!);
            if (step.Verb == ActionVerb.Apply)
            {
                recorded.AddRange(step.Items);
            }
        }

        try
        {
            await positions
                .CommitAsync(before, recorded, ends: steps.Exists(static step => step.Verb == ActionVerb.Revert))
                .ConfigureAwait(false);
        }
        catch (Exception) when (responder is IBatchResponder && steps.Any(IsOverdue))
        {
            // A full disk must not make a block last: it is taken back now, and again, which does no harm, once that can be written down.
            await ActAsync(responder, steps.FindAll(IsOverdue)).ConfigureAwait(false);
            throw;
        }

        // Only now: of those that end together each sees that the others end, too.
        foreach (var step in steps.Where(static step => step.Verb == ActionVerb.Revert && step.Before is not null))
        {
            await shared.SpareAsync(responder, step, CancellationToken.None).ConfigureAwait(false);
        }

        await ActAsync(responder, steps).ConfigureAwait(false);
        await ConfirmAsync(responder, steps).ConfigureAwait(false);
    }

    private bool IsOverdue(EffectStep step) =>
        step.Verb == ActionVerb.Revert && step.Before is { } effect && effect.Until <= clock.GetUtcNow();

    private async Task ActAsync(IResponder responder, List<EffectStep> steps)
    {
        var calls = steps.Where(static step => step is { Call: not null, Result: null }).ToList();
        if (responder is IBatchResponder batch)
        {
            var adds = calls.Where(static step => step.Verb != ActionVerb.Revert).ToList();
            var removes = calls.Where(static step => step.Verb == ActionVerb.Revert).ToList();
            if (calls.Count > 0)
            {
                var (result, duration) = await caller
                    .CallAsync(batch, adds.ConvertAll(static s => s.Call!), removes.ConvertAll(static s => s.Call!))
                    .ConfigureAwait(false);
                SetResults(adds, result.Applies, duration);
                SetResults(removes, result.Reverts, duration);
            }

            return;
        }

        foreach (var step in calls)
        {
            (step.Result, step.Duration) = await caller.CallAsync(responder, step.Verb, step.Call!).ConfigureAwait(false);
        }
    }

    private static void SetResults(List<EffectStep> steps, IReadOnlyList<ResponderResult> results, TimeSpan duration)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            steps[i].Result =
                (i < results.Count ? results[i] : null) ?? ResponderResult.Failed("the responder gave no result for this order");
            steps[i].Duration = duration;
        }
    }

    private void CompleteQuietly(List<WorkItem> ends) =>
        ends.ForEach(item => item.Complete(Outcome(item, ActionOutcome.AlreadyReverted, null)));

    private void Fail(IResponder responder, IEnumerable<WorkItem> items, Exception exception)
    {
        logger.BatchFailed(responder.Name, exception);
        var why = $"the state could not be stored: {SafeText.Of(exception.Message)}";
        foreach (var item in items)
        {
            if (item.KeepsEffect)
            {
                // A lost end, or an apply that came through and has no timer, would be a block that never ends: the record is looked at
                // again.
                DueChanged(item.Key, clock.GetUtcNow() + settings.Of(responder.Name).RevertRetryDelay);
            }

            var action = Outcome(item, ActionOutcome.Failed, why);
            observers.Notify(action);
            item.Complete(action);
        }
    }

    private ExecutedAction Outcome(WorkItem item, ActionOutcome outcome, string? detail) =>
        new()
        {
            Order = item.AskedOrder ?? UnknownOrder.Of(item.Key),
            Verb = item.IsApply ? ActionVerb.Apply : ActionVerb.Revert,
            Outcome = outcome,
            Detail = detail,
            At = clock.GetUtcNow(),
        };
}
