using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Carries out work taken from a queue (write, act, confirm), in waves, so that each key is acted on once at a time.</summary>
internal sealed class BatchProcessor(
    StepDecider decider,
    StepCaller caller,
    StepConfirmer confirmer,
    IntakePositions positions,
    UnfinishedWork unfinished,
    OffensePruning pruning,
    TimeProvider clock
) : IWorkProcessor
{
    private volatile bool _dropsTimedApplies;

    public void DropTimedApplies() => _dropsTimedApplies = true;

    public void Abandon(WorkItem item) => unfinished.Abandon(item);

    public async Task ProcessAsync(IResponder responder, IReadOnlyList<List<WorkItem>> batch, IWorkQueue queue)
    {
        var wave = new List<List<WorkItem>>(batch.Count);
        var rest = new List<Queue<WorkItem>>();
        foreach (var items in batch)
        {
            if (items is [not ApplyItem { IsMoved: true } and var only])
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
                unfinished.Fail(responder, steps.SelectMany(static step => step.Items), e);
            }

            wave = [];
            rest.RemoveAll(static ofKey => ofKey.Count == 0);
        }

        await pruning.PruneIfDueAsync().ConfigureAwait(false);
    }

    private bool Drops(WorkItem item)
    {
        if (!_dropsTimedApplies || item is not ApplyItem { KeepsEffect: true } apply || apply.Order.Timeout == TimeSpan.Zero)
        {
            return false;
        }

        Abandon(item);
        return true;
    }

    /// <summary>Takes the items at the head of a key's queue that are all applies or all checks: they form one step.</summary>
    private static List<WorkItem> NextRun(Queue<WorkItem> ofKey)
    {
        var run = new List<WorkItem> { ofKey.Dequeue() };
        while (ofKey.TryPeek(out var next) && IsSameStep(run[0], next))
        {
            run.Add(ofKey.Dequeue());
        }

        return run;
    }

    private static bool IsSameStep(WorkItem first, WorkItem next) =>
        first.Key == next.Key
        && (first, next) switch
        {
            (ApplyItem one, ApplyItem other) => one is { KeepsEffect: true, IsUnnamed: false }
                && other is { KeepsEffect: true, IsUnnamed: false },
            (CheckItem, CheckItem) => true,
            _ => false,
        };

    private async Task<List<EffectStep>> DecideAsync(IResponder responder, List<List<WorkItem>> wave, IWorkQueue queue)
    {
        var steps = new List<EffectStep>(wave.Count);
        foreach (var run in wave)
        {
            try
            {
                if (await decider.DecideAsync(responder, run, queue).ConfigureAwait(false) is { } step)
                {
                    steps.Add(step);
                }
                else
                {
                    unfinished.CompleteQuietly(run);
                }
            }
            catch (Exception e)
            {
                // An unreadable record affects only its own key.
                unfinished.Fail(responder, run, e);
            }
        }

        return steps;
    }

    private async Task CarryOutAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        try
        {
            await RecordFirstAsync(steps).ConfigureAwait(false);
        }
        catch (Exception) when (responder is IBatchResponder && steps.Exists(IsOverdue))
        {
            // A full disk must not prolong a block: revert now, and again, which is harmless, once that can be recorded.
            await caller.CallAsync(responder, steps.FindAll(IsOverdue)).ConfigureAwait(false);
            throw;
        }

        await caller.SpareAsync(responder, steps).ConfigureAwait(false);
        await caller.CallAsync(responder, steps).ConfigureAwait(false);
        await ConfirmAsync(responder, steps, queue).ConfigureAwait(false);
    }

    private async Task RecordFirstAsync(List<EffectStep> steps)
    {
        var commit = new StoreCommitBuilder(0);
        var recorded = new List<GivenItem>();
        foreach (var step in steps)
        {
            if (step.RecordedFirst is { } effect)
            {
                commit.Save(effect);
                (step as ApplyStep)?.AddGivenTo(recorded);
            }
        }

        await positions
            .CommitAsync(commit, recorded, ends: steps.Exists(static step => step.Verb == ActionVerb.Revert))
            .ConfigureAwait(false);
    }

    private async Task ConfirmAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        // Frees the data of each part before the next.
        while (steps.Count > 0)
        {
            var some = steps.GetRange(0, Math.Min(StepConfirmer.AtOnce, steps.Count));
            steps.RemoveRange(0, some.Count);
            try
            {
                await confirmer.ConfirmAsync(responder, some, queue).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                unfinished.Fail(responder, some.SelectMany(static step => step.Items), e);
            }
        }
    }

    private bool IsOverdue(EffectStep step) => step is RevertStep revert && revert.Effect.Until <= clock.GetUtcNow();
}
