using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>
/// Handles entries with our mark but without a record while the engine runs, for example from a restored rule set. Removes what has ended,
/// was reverted before, or is on an allow list; records the rest with its end, since another process of ours may have applied it.
/// </summary>
internal sealed class UnrecordedEffects(
    ResponderBinding binding,
    EffectLedger ledger,
    EffectQueue effects,
    AllowLists allowLists,
    PresenceReader presences,
    ILogger<UnrecordedEffects> logger
)
{
    // The history of a durable store may be very long; an entry lifted earlier than this is recorded, and ends on time.
    private const int HistoryDepth = 10_000;

    /// <summary>Removes or records the unknown entries of one responder.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="presence">What it has in place.</param>
    /// <param name="onRecord">Its recorded effects.</param>
    /// <param name="settled">Entries already handled for another responder in this check, since two may share a firewall; extended
    /// here.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task SettleAsync(
        IEnumerableResponder responder,
        EffectPresence presence,
        IEnumerable<EffectSummary> onRecord,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        var found = await UnknownAsync(responder, presence.Unrecorded(onRecord), settled, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return;
        }

        // From before the history is read: a lift is in one of both.
        var lifts = ledger.Lifts.Begin();
        try
        {
            var strays = await StraysAsync(responder, presence, found, cancellationToken).ConfigureAwait(false);
            logger.Unrecorded(responder.Name, found.Count, strays.Count);
            _ = LogFailureAsync(responder, effects.RemoveAsync(responder, strays));
            _ = LogFailureAsync(responder, AdoptAsync(responder, found.Except(strays), lifts));
        }
        catch
        {
            lifts.Dispose();
            throw;
        }
    }

    /// <summary>Removes our entries without a record.</summary>
    /// <param name="which">Selects the subjects.</param>
    /// <param name="note">Why, and who does it.</param>
    /// <param name="cancellationToken">Cancels waiting; work in progress continues.</param>
    /// <returns>An outcome for each.</returns>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(
        Func<Subject, bool> which,
        OrderNote note,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new List<Task<ExecutedAction>>();
        var settled = new HashSet<(string Place, Subject Subject)>();
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            try
            {
                var presence = await presences.ReadAsync(responder, cancellationToken).ConfigureAwait(false);
                var found = presence.Found.Where(found => found.IsOurs && which(found.Subject)).ToList();
                outcomes.AddRange(
                    effects.Remove(responder, await UnknownAsync(responder, found, settled, cancellationToken).ConfigureAwait(false), note)
                );
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.DriftCheckFailed(responder.Name, e);
            }
        }

        return await Task.WhenAll(outcomes).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the found entries without a record, after rereading it for what was applied meanwhile.</summary>
    /// <param name="responder">The responder that has them.</param>
    /// <param name="found">Entries found.</param>
    /// <param name="settled">Entries of another responder with the same firewall in this check; extended here.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<List<FoundEffect>> UnknownAsync(
        IResponder responder,
        List<FoundEffect> found,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        List<FoundEffect> unknown = [];
        foreach (var one in found)
        {
            var places = PlacesOf(responder, one);
            var records = await ledger.Store.ListAsync(one.Subject, cancellationToken).ConfigureAwait(false);
            var isOnRecord = records.Any(record =>
                record.Key.Responder == responder.Name
                || EffectPlaces.Overlap(record.Place ?? record.Key.Responder, one.Place ?? responder.Name)
            );
            if (!isOnRecord && places.Count(place => settled.Add((place, one.Subject))) == places.Count)
            {
                unknown.Add(one);
            }
        }

        return unknown;
    }

    private async Task<List<FoundEffect>> StraysAsync(
        IResponder responder,
        EffectPresence presence,
        List<FoundEffect> found,
        CancellationToken cancellationToken
    )
    {
        var takenBack = await TakenBackAsync(cancellationToken).ConfigureAwait(false);
        List<FoundEffect> strays = [];
        foreach (var one in found)
        {
            var wasTakenBack = PlacesOf(responder, one)
                .Select(EffectPlaces.KindOf)
                .Append(responder.Name)
                .Any(name => takenBack.Contains((name, one.Subject)));
            if (presence.HasEnded(one) || wasTakenBack || await allowLists.CoverAsync(one.Subject, cancellationToken).ConfigureAwait(false))
            {
                strays.Add(one);
            }
        }

        return strays;
    }

    private async Task AdoptAsync(IResponder responder, IEnumerable<FoundEffect> found, LiftWatches.Watch lifts)
    {
        using (lifts)
        {
            await effects.AdoptAsync(responder, found, lifts).ConfigureAwait(false);
        }
    }

    private async Task LogFailureAsync(IResponder responder, Task settling)
    {
        try
        {
            await settling.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.RestoreFailed(responder.Name, e);
        }
    }

    // Subjects whose last action was a revert, with its responder.
    private async Task<HashSet<(string Responder, Subject Subject)>> TakenBackAsync(CancellationToken cancellationToken) =>
        [
            .. (await ledger.Store.ListHistoryAsync(new HistoryQuery { Limit = HistoryDepth }, cancellationToken).ConfigureAwait(false))
                .DistinctBy(static entry => (entry.Responder, entry.Subject))
                .Where(static entry => entry is { IsRevert: true, Outcome: ActionOutcome.Lifted or ActionOutcome.AlreadyLifted })
                .Select(static entry => (entry.Responder, entry.Subject)),
        ];

    private static IReadOnlyList<string> PlacesOf(IResponder responder, FoundEffect found) =>
        found.Place is null ? [responder.Name] : EffectPlaces.Read(found.Place);
}
