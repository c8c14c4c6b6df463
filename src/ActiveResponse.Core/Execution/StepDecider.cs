using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Decides what is to be done for the items of one key.</summary>
internal sealed class StepDecider(ApplySteps applies, RevertSteps reverts, EffectMoves moves)
{
    /// <summary>Returns the step; null if nothing is to be done (any more, or yet) for those items that are left.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="run">Items of one kind; those that are sent back to the queue are removed.</param>
    /// <param name="queue">The responder's queue.</param>
    public async ValueTask<EffectStep?> DecideAsync(IResponder responder, List<WorkItem> run, IWorkQueue queue)
    {
        if (run[0] is not ApplyItem)
        {
            return await reverts.DecideAsync(new WorkRun<CheckItem>(run), CancellationToken.None).ConfigureAwait(false);
        }

        var orders = new WorkRun<ApplyItem>(run);
        if (await moves.MustSendBackAsync(orders).ConfigureAwait(false))
        {
            run.ForEach(item => queue.Add(((ApplyItem)item).MovedBack()));
            run.Clear();
            return null;
        }

        return await applies.DecideAsync(responder, orders, CancellationToken.None).ConfigureAwait(false);
    }
}
