using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Stores and reports the responder's results.</summary>
internal sealed class StepConfirmer(
    ApplySteps applies,
    RevertSteps reverts,
    RestoreSteps restores,
    StepCaller caller,
    EffectLedger ledger,
    ObserverHub observers,
    IdleGate idle
)
{
    /// <summary>
    /// Number of steps to confirm at once: large enough for the store to write as a group, small enough for a burst to need little memory.
    /// </summary>
    public const int AtOnce = 2000;

    /// <summary>Stores the results of these steps, queues what follows from them, and completes their items.</summary>
    // Long: the order of these steps is what makes a crash between them safe.
    public async Task ConfirmAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        var after = new StoreCommitBuilder(steps.Count);
        var outcomes = new List<(WorkItem Item, ExecutedAction Action)>(steps.Count);
        var actions = new List<ExecutedAction>(steps.Count);
        var moved = new List<WorkItem>();
        var recorded = new List<GivenItem>();
        foreach (var step in steps)
        {
            var (from, first) = (actions.Count, outcomes.Count);
            switch (step)
            {
                case ApplyStep apply when EffectMoves.TryMove(apply, after, moved):
                    ledger.Timers.Set(apply.Planned.Key, null);
                    continue;
                case ApplyStep apply:
                    await FinishAsync(responder, apply, after, outcomes, recorded).ConfigureAwait(false);
                    for (var i = first; i < outcomes.Count; i++)
                    {
                        actions.Add(outcomes[i].Action);
                    }

                    break;
                default:
                    // It was done once, however many asked for it.
                    var action = await FinishAsync(responder, step, after).ConfigureAwait(false);
                    foreach (var item in step.Items)
                    {
                        outcomes.Add((item, action));
                    }

                    actions.Add(action);
                    break;
            }

            after.Record(actions, from);
        }

        List<EffectStep>? takenBack = null;
        try
        {
            await ledger.Positions.CommitAsync(after, recorded, ends: false).ConfigureAwait(false);
        }
        catch (Exception) when (recorded.Count > 0)
        {
            // What can't be recorded can't be lifted either.
            takenBack = steps.FindAll(static step => step is ApplyStep { RecordFollows: true, Result.IsSuccess: true });
            await caller.TakeBackAsync(responder, takenBack).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // Also without a record of it: what was lifted is gone.
            ledger.Lifts.Note(steps, takenBack);
        }

        RecheckOutdated(steps);
        moved.ForEach(item => queue.Add(item));
        RestoreSharers(steps, queue);
        actions.ForEach(observers.Notify);
        outcomes.ForEach(static pair => pair.Item.Complete(pair.Action));
    }

    // An allow list may have changed since the guards were asked: its pass over the record didn't see these.
    private static void RecheckOutdated(List<EffectStep> steps)
    {
        foreach (var step in steps)
        {
            for (var i = 0; step is ApplyStep && i < step.Items.Count; i++)
            {
                (step.Items[i] as ApplyItem)?.Given.Protection?.Recheck();
            }
        }
    }

    private async ValueTask FinishAsync(
        IResponder responder,
        ApplyStep step,
        StoreCommitBuilder after,
        List<(WorkItem Item, ExecutedAction Action)> outcomes,
        List<GivenItem> recorded
    )
    {
        var named = step.Orders[0].IsUnnamed ? await applies.NameAsync(step, after).ConfigureAwait(false) : step;
        applies.Finish(responder, named, after, outcomes);
        if (named.RecordFollows)
        {
            named.AddGivenTo(recorded);
        }
    }

    private async ValueTask<ExecutedAction> FinishAsync(IResponder responder, EffectStep step, StoreCommitBuilder after) =>
        step switch
        {
            RunStep run => applies.Finish(run),
            RevertStep revert => await reverts.FinishAsync(responder, revert, after, CancellationToken.None).ConfigureAwait(false),
            RestoreStep restore => await restores.FinishAsync(responder, restore, restore.Effect, after).ConfigureAwait(false),
            AdoptStep adopt => await restores.FinishAsync(responder, adopt, adopt.Effect, after).ConfigureAwait(false),
            RemoveStep remove => reverts.Finish(remove),
            _ => throw new InvalidOperationException($"There is no step {step.GetType().Name}."),
        };

    private void RestoreSharers(List<EffectStep> steps, IWorkQueue queue)
    {
        foreach (var step in steps)
        {
            if (step is RevertStep { Result.IsSuccess: true } revert)
            {
                foreach (var sharer in revert.Sharers)
                {
                    var item = new RestoreItem(sharer);
                    item.Enter(idle);
                    queue.Add(item);
                }
            }
        }
    }
}
