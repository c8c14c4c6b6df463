using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Moves orders to the effect that their responder says they belong to, so that it is extended instead of duplicated.</summary>
/// <remarks>
/// A moved order waits in that effect's queue: when its turn comes, earlier actions there (apply, failure, revert) are done and recorded.
/// </remarks>
internal sealed class EffectMoves(IResponseStore store)
{
    // Once to the effect, and once more if it is gone by then; the second time it is applied anew if needed.
    private const int MostMoves = 2;

    /// <summary>Whether orders go back to their own key, because the effect they were moved to isn't in place.</summary>
    public async ValueTask<bool> MustSendBackAsync(WorkRun<ApplyItem> orders)
    {
        for (var i = 0; i < orders.Count; i++)
        {
            if (!orders[i].IsMoved || orders[i].Moves >= MostMoves)
            {
                return false;
            }
        }

        return await store.FindAsync(orders[0].Key, CancellationToken.None).ConfigureAwait(false) is not { State: EffectState.Applied };
    }

    /// <summary>Takes the orders of a step that belongs to another effect; their own effect no longer exists.</summary>
    // Most belong to no other effect; nothing is allocated for them.
    public static bool TryMove(ApplyStep step, StoreCommitBuilder commit, List<WorkItem> moved) =>
        step.Result?.PartOf is { } effect && TryMove(step, effect, commit, moved);

    private static bool TryMove(ApplyStep step, ActionKey effect, StoreCommitBuilder commit, List<WorkItem> moved)
    {
        if (step.Items.Any(static item => ((ApplyItem)item).Moves >= MostMoves))
        {
            // A responder that names another effect each time.
            step.Result = ResponderResult.Failed($"it is said to be part of the effect on {effect.Subject}, and of another one before");
            return false;
        }

        commit.End(step.Planned.Key);
        moved.AddRange(step.Items.Select(item => ((ApplyItem)item).MovedTo(effect)));
        return true;
    }
}
