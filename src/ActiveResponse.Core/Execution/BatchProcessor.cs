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

    public async Task<Func<Task>?> ProcessAsync(IResponder responder, IReadOnlyList<List<WorkItem>> batch, IWorkQueue queue)
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
            var isDone = await TryActAsync(responder, steps).ConfigureAwait(false);
            wave = [];
            rest.RemoveAll(static ofKey => ofKey.Count == 0);
            if (isDone && rest.Count == 0 && MayBeRecordedLater(responder, steps))
            {
                return () => EndAsync(responder, steps, queue);
            }

            if (isDone)
            {
                await ConfirmAsync(responder, steps, queue).ConfigureAwait(false);
            }
        }

        await pruning.PruneIfDueAsync().ConfigureAwait(false);
        return null;
    }

    // What is restored is on record already, and stays there whatever happens before its outcome is.
    private static bool MayBeRecordedLater(IResponder responder, List<EffectStep> steps) =>
        responder is IBatchResponder && steps.Count > 0 && steps.TrueForAll(static step => step is RestoreStep);

    private async Task EndAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        await ConfirmAsync(responder, steps, queue).ConfigureAwait(false);
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

    private async ValueTask<List<EffectStep>> DecideAsync(IResponder responder, List<List<WorkItem>> wave, IWorkQueue queue)
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

    private async ValueTask<bool> TryActAsync(IResponder responder, List<EffectStep> steps)
    {
        try
        {
            await ActAsync(responder, steps).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // The store failed: nothing of this wave counts as done, and nobody may wait forever.
            unfinished.Fail(responder, steps.SelectMany(static step => step.Items), e);
            return false;
        }
    }

    private async ValueTask ActAsync(IResponder responder, List<EffectStep> steps)
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
    }

    private async ValueTask RecordFirstAsync(List<EffectStep> steps)
    {
        if (!steps.Exists(static step => step.RecordedFirst is not null))
        {
            return;
        }

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

    private async ValueTask ConfirmAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        // Frees the data of each part before the next.
        while (steps.Count > StepConfirmer.AtOnce)
        {
            var some = steps.GetRange(0, StepConfirmer.AtOnce);
            steps.RemoveRange(0, some.Count);
            await ConfirmPartAsync(responder, some, queue).ConfigureAwait(false);
        }

        await ConfirmPartAsync(responder, steps, queue).ConfigureAwait(false);
    }

    private async ValueTask ConfirmPartAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        try
        {
            await confirmer.ConfirmAsync(responder, steps, queue).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            unfinished.Fail(responder, steps.SelectMany(static step => step.Items), e);
        }
    }

    private bool IsOverdue(EffectStep step) => step is RevertStep revert && revert.Effect.Until <= clock.GetUtcNow();
}
