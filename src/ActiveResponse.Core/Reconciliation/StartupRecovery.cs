using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>
/// Reconciles host and record at start: finishes what was begun, restores what should be in place, records our unknown entries, and leaves
/// overdue effects to the timers and the rest alone.
/// </summary>
internal sealed class StartupRecovery(
    ResponderBinding binding,
    IResponseStore store,
    EffectReverts endings,
    ExecutionOptions options,
    TimeProvider clock,
    ILogger<StartupRecovery> logger
)
{
    // Alerts wait for recovery, and one hanging firewall must not delay them for long.
    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    /// <summary>Records and queues the recovery; the executor reverts and restores in batches.</summary>
    /// <remarks>
    /// Recorded effects come first, reading only the places that records name: an address must not stay open while everything is searched
    /// for what an earlier run may have left.
    /// </remarks>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var onRecord = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        await ResumeRevertsAsync(onRecord, cancellationToken).ConfigureAwait(false);
        var places = PlacesOf(onRecord);
        var presences = new Dictionary<IResponder, EffectPresence>();
        foreach (var placed in binding.Registered.OfType<IPlacedResponder>())
        {
            var named = places.NamedOf(placed);
            if (named.Count > 0)
            {
                await ReadAsync(placed, presences, token => EffectPresence.ReadAsync(placed, named, clock, token), cancellationToken)
                    .ConfigureAwait(false);
                var restoring = RestoreOwedAsync(placed, onRecord, presences, effect => places.AreNamed(placed, effect.Place));

                // The full search starts many programs, which must not compete with the restores.
                await Task.WhenAny(restoring, Task.Delay(HeadStart, clock, cancellationToken)).ConfigureAwait(false);
            }
        }

        foreach (var listing in binding.Registered.OfType<IEnumerableResponder>())
        {
            await ReadAsync(listing, presences, token => EffectPresence.ReadAsync(listing, clock, token), cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var responder in places.WithoutNames)
        {
            _ = RestoreOwedAsync(responder, onRecord, presences, effect => !places.AreNamed(responder, effect.Place));
        }

        await AdoptAsync(presences, onRecord, cancellationToken).ConfigureAwait(false);
    }

    private async Task ResumeRevertsAsync(IReadOnlyList<EffectRecord> onRecord, CancellationToken cancellationToken)
    {
        // The process ended while reverting these, perhaps long before their end.
        var now = clock.GetUtcNow();
        var pending = onRecord
            .Summaries()
            .Where(static effect => effect is { State: EffectState.Reverting, RetryAt: null })
            .Select(effect => effect.Record with { RetryAt = now })
            .ToList();
        if (pending.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. pending] }, cancellationToken).ConfigureAwait(false);
        }
    }

    private RecordedPlaces PlacesOf(IReadOnlyList<EffectRecord> onRecord)
    {
        var places = new RecordedPlaces();
        foreach (var effect in onRecord.Summaries())
        {
            // A script can't be asked what is in place, and must not run twice.
            switch (ResponderOf(effect))
            {
                case { } responder and (IBatchResponder or IEnumerableResponder):
                    places.Add(responder, effect.Place);
                    break;
                case INamingResponder naming:
                    naming.Remember(effect.Key);
                    break;
            }
        }

        return places;
    }

    private IResponder? ResponderOf(EffectSummary effect) => binding.HolderOf(effect.Responder, effect.Command, effect.Place);

    private Task RestoreOwedAsync(
        IResponder responder,
        IReadOnlyList<EffectRecord> onRecord,
        Dictionary<IResponder, EffectPresence> presences,
        Func<EffectSummary, bool> which
    )
    {
        var presence = presences.GetValueOrDefault(responder);
        return endings.RestoreAsync(
            responder,
            onRecord
                .Summaries()
                .Where(effect =>
                    effect.State != EffectState.Reverting
                    && ResponderOf(effect) == responder
                    && which(effect)
                    && IsOwed(responder, presence, effect)
                )
                .Select(static effect => effect.Key)
        );
    }

    /// <summary>Whether to restore an effect: it was begun with unknown progress, or it is gone.</summary>
    /// <remarks>
    /// If the responder can't list, it is applied again where repeating is harmless. Repeating a script may not be: its block is left to
    /// the next alert, and to its end.
    /// </remarks>
    private static bool IsOwed(IResponder responder, EffectPresence? presence, EffectSummary effect) =>
        responder switch
        {
            IBatchResponder when effect.State == EffectState.Planned => true,
            IEnumerableResponder listing when listing.CanList(effect.Place) => presence?.IsMissing(effect) == true,
            IBatchResponder => true,
            _ => false,
        };

    private async Task ReadAsync(
        IResponder responder,
        Dictionary<IResponder, EffectPresence> into,
        Func<CancellationToken, ValueTask<EffectPresence>> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            into[responder] = await BoundedCall.CallAsync(read, ListLimit, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            into.Remove(responder);
            logger.AdoptionFailed(responder.Name, e);
        }
    }

    private async Task AdoptAsync(
        Dictionary<IResponder, EffectPresence> presences,
        IReadOnlyList<EffectRecord> onRecord,
        CancellationToken cancellationToken
    )
    {
        var unknown = presences
            .SelectMany(static pair =>
                pair.Value.Found.Where(static found => found.IsOurs)
                    .Select(found => (Key: new ActionKey(pair.Key.Name, found.Subject), Found: found))
            )
            .ToDictionary(static pair => pair.Key, static pair => pair.Found);
        if (unknown.Count > 0)
        {
            // A recorded effect may have ended since the start and be in removal.
            foreach (var effect in onRecord.Summaries())
            {
                unknown.Remove(effect.Key);
                if (binding.RegisteredHolderOf(effect.Responder, effect.Place) is { } holder && holder.Name != effect.Responder)
                {
                    // Another name applied it.
                    unknown.Remove(new ActionKey(holder.Name, effect.Subject));
                }
            }
        }

        var adopted = new List<EffectRecord>();
        foreach (var (key, found) in unknown)
        {
            if (await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is null)
            {
                adopted.Add(Adopted(key, found));
            }
        }

        foreach (var (responder, count) in adopted.CountBy(static effect => effect.Key.Responder))
        {
            logger.Adopted(responder, count);
        }

        if (adopted.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. adopted] }, cancellationToken).ConfigureAwait(false);
        }
    }

    private EffectRecord Adopted(ActionKey key, FoundEffect found)
    {
        var record = FoundSteps.RecordOf(key, found, clock.GetUtcNow(), options);
        return found.Place is null && binding.FindByName(key.Responder) is { } responder
            ? record with
            {
                Place = responder.PlaceFor(record.Order),
            }
            : record;
    }
}
