using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Timeouts;

/// <summary>
/// At start makes the host and the record agree: what was begun is finished, what should be there is put there, what is there by our hand is taken on record;
/// what is overdue is taken back by the timers, and the rest is left alone.
/// </summary>
internal sealed class StartupRecovery(
    ResponderBinding binding, IResponseStore store, EffectEndings endings, ExecutionOptions options, TimeProvider clock, ILogger<StartupRecovery> logger)
{
    /// <summary>The response name under which adopted effects are held.</summary>
    public const string HolderName = EffectRecord.FoundHolder;

    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    /// <summary>Records and queues what is to be done; the reverts and restores themselves are done in batches by the executor.</summary>
    /// <remarks>
    /// What is on record comes first, and for that only the places are looked into that the record names: an address must not stay open for as long as it takes to
    /// look everywhere for what an earlier run may have left.
    /// </remarks>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var onRecord = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Select(effect => (Effect: effect, Responder: binding.Find(effect.Order))).ToList();
        await ResumeRevertsAsync(onRecord, cancellationToken).ConfigureAwait(false);
        var presences = new Dictionary<IResponder, EffectPresence>();
        foreach (var placed in binding.Registered.OfType<IPlacedResponder>())
        {
            var places = onRecord.Where(one => one.Responder == placed).SelectMany(one => placed.PlacesOf(one.Effect.Place)).ToHashSet(StringComparer.Ordinal);
            if (places.Count > 0)
            {
                await ReadAsync(placed, presences, () => EffectPresence.ReadAsync(placed, places, clock, cancellationToken)).ConfigureAwait(false);
                var restoring = RestoreOwed(onRecord, one => one.Responder == placed && placed.PlacesOf(one.Effect.Place).Count > 0, presences);

                // Looking everywhere starts many programs: they should not compete with what is to be back at once.
                await Task.WhenAny(restoring, Task.Delay(HeadStart, clock, cancellationToken)).ConfigureAwait(false);
            }
        }

        foreach (var listing in binding.Registered.OfType<IEnumerableResponder>())
        {
            await ReadAsync(listing, presences, () => EffectPresence.ReadAsync(listing, clock, cancellationToken)).ConfigureAwait(false);
        }

        _ = RestoreOwed(onRecord, static one => one.Responder is not IPlacedResponder placed || placed.PlacesOf(one.Effect.Place).Count == 0, presences);
        await AdoptAsync(presences, onRecord, cancellationToken).ConfigureAwait(false);
    }

    private async Task ResumeRevertsAsync(List<(EffectRecord Effect, IResponder? Responder)> onRecord, CancellationToken cancellationToken)
    {
        // The process ended while these were being taken back, perhaps long before their time.
        var now = clock.GetUtcNow();
        var pending = onRecord.Where(static one => one.Effect is { State: EffectState.Reverting, RetryAt: null }).Select(one => one.Effect with { RetryAt = now }).ToList();
        if (pending.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. pending] }, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RestoreOwed(
        List<(EffectRecord Effect, IResponder? Responder)> onRecord, Func<(EffectRecord Effect, IResponder? Responder), bool> which,
        Dictionary<IResponder, EffectPresence> presences) =>
        endings.Restore(onRecord
            .Where(one => one.Effect.State != EffectState.Reverting && which(one)
                && IsOwed(one.Responder, one.Responder is null ? null : presences.GetValueOrDefault(one.Responder), one.Effect))
            .Select(static one => one.Effect));

    /// <summary>Whether an effect is to be put in place again: it was begun and nobody knows how far it came, or it is gone.</summary>
    /// <remarks>What can't list is told again, if telling it twice does no harm. A script may do harm: its block is left to the next alert, and to its end.</remarks>
    private static bool IsOwed(IResponder? responder, EffectPresence? presence, EffectRecord effect) => responder switch
    {
        IBatchResponder when effect.State == EffectState.Planned => true,
        IEnumerableResponder listing when listing.CanList(effect.Place) => presence?.IsMissing(effect) == true,
        IBatchResponder => true,
        _ => false,
    };

    private async Task ReadAsync(IResponder responder, Dictionary<IResponder, EffectPresence> into, Func<ValueTask<EffectPresence>> read)
    {
        try
        {
            into[responder] = await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            into.Remove(responder);
            logger.AdoptionFailed(responder.Name, e);
        }
    }

    private async Task AdoptAsync(
        Dictionary<IResponder, EffectPresence> presences, List<(EffectRecord Effect, IResponder? Responder)> onRecord, CancellationToken cancellationToken)
    {
        var known = onRecord.Select(static one => one.Effect.Key).ToHashSet();
        var adopted = new List<EffectRecord>();
        foreach (var (responder, presence) in presences)
        {
            var before = adopted.Count;
            foreach (var found in presence.Found.Where(static found => found.IsOurs))
            {
                var key = new ActionKey(responder.Name, found.Subject);
                if (!known.Contains(key) && await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is null)
                {
                    adopted.Add(Adopted(key, found));
                }
            }

            if (adopted.Count > before)
            {
                logger.Adopted(responder.Name, adopted.Count - before);
            }
        }

        if (adopted.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. adopted] }, cancellationToken).ConfigureAwait(false);
        }
    }

    private EffectRecord Adopted(ActionKey key, FoundEffect found)
    {
        var now = clock.GetUtcNow();
        return new EffectRecord
        {
            Order = UnknownOrder.Of(key, HolderName),
            State = EffectState.Applied,
            Since = now,
            Holders = [new EffectHolder(HolderName, found.IsEndKnown ? found.Until : now + options.AdoptedTimeout, 0, ResponseOrigin.Manual)],
            Place = found.Place,
        };
    }
}
