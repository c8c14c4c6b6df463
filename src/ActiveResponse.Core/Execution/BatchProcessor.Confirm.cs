using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <content>Stores and reports the responder's answers.</content>
internal sealed partial class BatchProcessor
{
    // Large enough for the store to write as a group, small enough for a burst to need little memory.
    private const int ConfirmedAtOnce = 2000;

    private async Task ConfirmAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        // Frees the data of each part before the next.
        while (steps.Count > 0)
        {
            var some = steps.GetRange(0, Math.Min(ConfirmedAtOnce, steps.Count));
            steps.RemoveRange(0, some.Count);
            try
            {
                await ConfirmSomeAsync(responder, some, queue).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Fail(responder, some.SelectMany(static step => step.Items), e);
            }
        }
    }

    // Long: the order of these steps is what makes a crash between them safe.
    private async Task ConfirmSomeAsync(IResponder responder, List<EffectStep> steps, IWorkQueue queue)
    {
        var after = new StoreCommitBuilder(steps.Count);
        var outcomes = new List<(WorkItem Item, ExecutedAction Action)>(steps.Count);
        var told = new List<ExecutedAction>(steps.Count);
        var moved = new List<WorkItem>();
        var recorded = new List<WorkItem>();
        foreach (var decided in steps)
        {
            var step = decided;
            if (moves.TryMove(step, after, moved))
            {
                timers.Set(step.Before!.Key, null);
            }
            else if (step.Verb == ActionVerb.Apply)
            {
                step = step.Items[0].IsUnnamed ? await applies.NameAsync(step, after).ConfigureAwait(false) : step;
                var (from, first) = (told.Count, outcomes.Count);
                applies.Finish(responder, step, after, outcomes);
                for (var i = first; i < outcomes.Count; i++)
                {
                    told.Add(outcomes[i].Action);
                }

                after.Record(told, from);
                if (step.RecordFollows)
                {
                    recorded.AddRange(step.Items);
                }
            }
            else
            {
                // It was done once, however many asked for it.
                var action =
                    step.Verb == ActionVerb.Restore
                        ? await restores.FinishAsync(responder, step, after).ConfigureAwait(false)
                        : await ends.FinishAsync(responder, step, after, CancellationToken.None).ConfigureAwait(false);
                foreach (var item in step.Items)
                {
                    outcomes.Add((item, action));
                }

                told.Add(action);
                after.Record(told, told.Count - 1);
            }
        }

        try
        {
            await positions.CommitAsync(after, recorded, ends: false).ConfigureAwait(false);
        }
        catch (Exception) when (recorded.Count > 0)
        {
            // What can't be recorded can't be lifted either.
            await TakeBackAsync(responder, steps.FindAll(static step => step is { RecordFollows: true, Result.IsSuccess: true }))
                .ConfigureAwait(false);
            throw;
        }

        moved.ForEach(item => queue.Add(item));
        foreach (var sharer in steps.Where(static step => step.Result is { IsSuccess: true }).SelectMany(static step => step.Sharers))
        {
            var item = WorkItem.Restore(sharer);
            item.Enter(idle);
            queue.Add(item);
        }

        told.ForEach(observers.Notify);
        outcomes.ForEach(static pair => pair.Item.Complete(pair.Action));
    }

    private async Task TakeBackAsync(IResponder responder, List<EffectStep> steps)
    {
        if (responder is IBatchResponder batch && steps.Count > 0)
        {
            _ = await caller
                .CallAsync(batch, [], steps.ConvertAll(static step => step.Call! with { Until = null, Place = step.Result!.Place }))
                .ConfigureAwait(false);
        }
    }
}
