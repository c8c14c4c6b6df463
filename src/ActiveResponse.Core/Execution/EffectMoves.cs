using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Moves orders to the effect that their responder says they belong to, so that it is extended instead of duplicated.</summary>
/// <remarks>
/// A moved order waits in that effect's queue: when its turn comes, earlier actions there (apply, failure, revert) are done and recorded.
/// </remarks>
internal sealed class EffectMoves(ApplySteps applies)
{
    // Once to the effect, and once more if it is gone by then; the second time it is applied anew if needed.
    private const int MostMoves = 2;

    /// <summary>Sends orders back to their own key if the effect they were moved to isn't in place.</summary>
    /// <returns>Whether the run is finished.</returns>
    public async ValueTask<bool> SendBackAsync(List<WorkItem> run, IWorkQueue queue)
    {
        if (
            !run.TrueForAll(static item => item.IsMoved && item.Moves < MostMoves)
            || await applies.IsInPlaceAsync(run[0].Key).ConfigureAwait(false)
        )
        {
            return false;
        }

        run.ForEach(item => queue.Add(item.MovedBack()));
        run.Clear();
        return true;
    }

    /// <summary>Takes the orders of a step that belongs to another effect; their own effect no longer exists.</summary>
    public bool TryMove(EffectStep step, StoreCommitBuilder commit, List<WorkItem> moved)
    {
        // Most belong to no other effect; avoid allocating for them.
        return step is { Result.PartOf: { } effect, Before: { } record } && TryMove(step, effect, record.Key, commit, moved);
    }

    private static bool TryMove(EffectStep step, ActionKey effect, ActionKey own, StoreCommitBuilder commit, List<WorkItem> moved)
    {
        if (step.Items.Any(static item => item.Moves >= MostMoves))
        {
            // A responder that names another effect each time.
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
