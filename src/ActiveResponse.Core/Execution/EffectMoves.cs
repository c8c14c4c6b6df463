using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Moves orders to the effect that their responder says they are part of, so that it is extended in place of a second one being
/// made.</summary>
/// <remarks>
/// An order waits in that effect's own queue: when its turn comes, what was under way there (put in place, failed, taken back) is done and
/// on record.
/// </remarks>
internal sealed class EffectMoves(ApplySteps applies)
{
    // Once to the effect, and, when that is gone by then, once more; the second time the effect is put in place anew if need be.
    private const int MostMoves = 2;

    /// <summary>Sends orders back to their own key when the effect they were moved to is not in place after all.</summary>
    /// <returns>Whether the run is done with.</returns>
    public async ValueTask<bool> SendBackAsync(List<WorkItem> run, Action<WorkItem> requeue)
    {
        if (
            !run.TrueForAll(static item => item.IsMoved && item.Moves < MostMoves)
            || await applies.IsInPlaceAsync(run[0].Key).ConfigureAwait(false)
        )
        {
            return false;
        }

        run.ForEach(item => requeue(item.MovedBack()));
        run.Clear();
        return true;
    }

    /// <summary>Takes the orders of a step that is part of another effect; their own effect is no more.</summary>
    public bool TryMove(EffectStep step, StoreCommitBuilder commit, List<WorkItem> moved)
    {
        // Most are no part of another; nothing is made for them.
        return step is { Result.PartOf: { } effect, Before: { } record } && TryMove(step, effect, record.Key, commit, moved);
    }

    private static bool TryMove(EffectStep step, ActionKey effect, ActionKey own, StoreCommitBuilder commit, List<WorkItem> moved)
    {
        if (step.Items.Any(static item => item.Moves >= MostMoves))
        {
            // A responder that names another effect each time it is asked.
            step.Result = Responders.ResponderResult.Failed(
                $"it is said to be part of the effect on {effect.Subject}, and of another one before"
            );
            return false;
        }

        commit.End(own);
        moved.AddRange(step.Items.Select(item => item.MovedTo(effect)));
        return true;
    }
}
