using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Timeouts;

/// <summary>
/// What carries our mark and is on no record while the engine runs, such as what a saved rule set brings back: what has ended, was taken back before, or is on the
/// allow list goes; the rest is taken on record with its end, since it may be a block that another process of ours has made.
/// </summary>
internal sealed class UnrecordedEffects(
    ResponderBinding binding, IResponseStore store, ResponseExecutor executor, AllowListGuard allowList, TimeProvider clock, ILogger<UnrecordedEffects> logger)
{
    // The history of a durable store may be very long; what was lifted long before is taken up, and ends in its time.
    private const int HistoryDepth = 10_000;

    /// <summary>Has what one responder has in place and nobody knows of taken out, or taken on record.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SettleAsync(
        IEnumerableResponder responder, EffectPresence presence, IEnumerable<EffectGlance> onRecord, CancellationToken cancellationToken)
    {
        var found = await StillUnknownAsync(responder, presence.Unrecorded(onRecord), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return 0;
        }

        var history = await store.ListHistoryAsync(new HistoryQuery { Limit = HistoryDepth }, cancellationToken).ConfigureAwait(false);
        var takenBack = history.Where(entry => entry.Responder == responder.Name).DistinctBy(static entry => entry.Subject)
            .Where(static entry => entry is { IsRevert: true, Outcome: ActionOutcome.Reverted or ActionOutcome.AlreadyReverted })
            .Select(static entry => entry.Subject).ToHashSet();
        List<FoundEffect> strays = [];
        foreach (var one in found)
        {
            if (presence.HasEnded(one) || takenBack.Contains(one.Subject) || await allowList.FindAsync(one.Subject, cancellationToken).ConfigureAwait(false) is not null)
            {
                strays.Add(one);
            }
        }

        logger.Unrecorded(responder.Name, found.Count, strays.Count);
        _ = SettleAsync(responder, strays, EndReason.Stray);
        _ = SettleAsync(responder, found.Except(strays), EndReason.Found);
        return found.Count;
    }

    /// <summary>Takes out what is in place by our hand and on no record.</summary>
    /// <param name="which">On which subjects.</param>
    /// <param name="cancellationToken">Ends waiting; what is under way goes on.</param>
    /// <returns>An outcome for each.</returns>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(Func<Subject, bool> which, CancellationToken cancellationToken)
    {
        var outcomes = new List<Task<ExecutedAction>>();
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            try
            {
                var presence = await EffectPresence.ReadAsync(responder, clock, cancellationToken).ConfigureAwait(false);
                var found = presence.Found.Where(found => found.IsOurs && which(found.Subject)).ToList();
                outcomes.AddRange(executor.EndFound(responder, await StillUnknownAsync(responder, found, cancellationToken).ConfigureAwait(false)));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.DriftLookFailed(responder.Name, e);
            }
        }

        return await Task.WhenAll(outcomes).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SettleAsync(IResponder responder, IEnumerable<FoundEffect> found, EndReason reason)
    {
        try
        {
            await executor.SettleAsync(responder, found, reason).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.RestoreFailed(responder.Name, e);
        }
    }

    // What came in place meanwhile is on record by now; what is on its way still is judged again when it is its turn.
    private async Task<List<FoundEffect>> StillUnknownAsync(IResponder responder, List<FoundEffect> found, CancellationToken cancellationToken)
    {
        List<FoundEffect> unknown = [];
        foreach (var one in found)
        {
            if (await store.FindAsync(new ActionKey(responder.Name, one.Subject), cancellationToken).ConfigureAwait(false) is null)
            {
                unknown.Add(one);
            }
        }

        return unknown;
    }
}
