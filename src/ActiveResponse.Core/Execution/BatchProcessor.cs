using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Carries out work taken from a queue (write, act, confirm), in waves, so that each key is acted on once at a time.</summary>
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
    EffectTimers timers,
    IdleGate idle,
    TimeProvider clock,
    ExecutionSettings settings,
    ILogger logger
) : IWorkProcessor
{
    private volatile bool _dropsTimedApplies;

    /// <summary>Drops timed applies from now on: the host is stopping, and nobody would revert them.</summary>
    public void DropTimedApplies() => _dropsTimedApplies = true;

    public async Task ProcessAsync(IResponder responder, IReadOnlyList<List<WorkItem>> batch, IWorkQueue queue)
    {
        var wave = new List<List<WorkItem>>(batch.Count);
        var rest = new List<Queue<WorkItem>>();
        foreach (var items in batch)
        {
            if (items is [{ IsMoved: false } only])
            {
                // In a flood of attackers each has a single item.
                if (!Drops(only))
                {
                    wave.Add(items);
                }
            }
            else if (new Queue<WorkItem>(items.Where(item => !Drops(item))) is { Count: > 0 } ofKey)
            {
                rest.Add(ofKey);
            }
        }

        while (wave.Count + rest.Count > 0)
        {
            rest.ForEach(ofKey => wave.Add(NextRun(ofKey)));
            var steps = await DecideAsync(responder, wave, queue).ConfigureAwait(false);
            try
            {
                await CarryOutAsync(responder, steps, queue).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The store failed: nothing of this wave counts as done, and nobody may wait forever.
                Fail(responder, steps.SelectMany(static step => step.Items), e);
            }

            wave = [];
            rest.RemoveAll(static ofKey => ofKey.Count == 0);
        }

        await pruning.PruneIfDueAsync().ConfigureAwait(false);
    }

    public void Abandon(WorkItem item)
    {
        var action = Outcome(item, ActionOutcome.Dropped, "the host has stopped");
        observers.Notify(action);
        item.Abandon(action);
    }

    private bool Drops(WorkItem item)
    {
        if (!_dropsTimedApplies || !item.KeepsEffect || item.Order is not { } order || order.Timeout == TimeSpan.Zero)
        {
            return false;
        }

        Abandon(item);
        return true;
    }

    /// <summary>Takes the items at the head of a key's queue that are all applies or all reverts: they form one step.</summary>
    private static List<WorkItem> NextRun(Queue<WorkItem> ofKey)
    {
        var run = new List<WorkItem> { ofKey.Dequeue() };
        while (
            run[0].KeepsEffect
            && ofKey.TryPeek(out var next)
            && next.IsApply == run[0].IsApply
            && next.KeepsEffect
            && next.Key == run[0].Key
            && !next.IsUnnamed
            && !run[0].IsUnnamed
        )
        {
            run.Add(ofKey.Dequeue());
        }

        return run;
    }

    private async Task<List<EffectStep>> DecideAsync(IResponder responder, List<List<WorkItem>> wave, IWorkQueue queue)
    {
        var steps = new List<EffectStep>(wave.Count);
        foreach (var run in wave)
        {
            try
            {
                if (await moves.SendBackAsync(run, queue).ConfigureAwait(false))
                {
                    continue;
                }

                var step = run[0].IsApply
                    ? await applies.DecideAsync(responder, run, CancellationToken.None).ConfigureAwait(false)
                    : await ends.DecideAsync(run, CancellationToken.None).ConfigureAwait(false);
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
                // An unreadable record affects only its own key.
                Fail(responder, run, e);
            }
        }

        return steps;
    }

    private async Task CarryOutAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
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
            // A full disk must not prolong a block: revert now, and again, which is harmless, once that can be recorded.
            await ActAsync(responder, steps.FindAll(IsOverdue)).ConfigureAwait(false);
            throw;
        }

        // Only now: effects that end together must each see that the others end too.
        foreach (var step in steps.Where(static step => step.Verb == ActionVerb.Revert && step.Before is not null))
        {
            await shared.SpareAsync(responder, step, CancellationToken.None).ConfigureAwait(false);
        }

        await ActAsync(responder, steps).ConfigureAwait(false);
        await ConfirmAsync(responder, steps, queue).ConfigureAwait(false);
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
        ends.ForEach(item => item.Complete(Outcome(item, ActionOutcome.AlreadyLifted, null)));

    private void Fail(IResponder responder, IEnumerable<WorkItem> items, Exception exception)
    {
        logger.BatchFailed(responder.Name, exception);
        var why = $"the state could not be stored: {SafeText.Of(exception.Message)}";
        foreach (var item in items)
        {
            if (item.KeepsEffect)
            {
                // A lost revert, or an apply that took effect without a timer, would be a block that never ends: check the record again.
                timers.Set(item.Key, clock.GetUtcNow() + settings.Of(responder.Name).RevertRetryDelay);
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
