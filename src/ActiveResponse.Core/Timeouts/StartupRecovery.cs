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

    /// <summary>Records and queues what is to be done; the reverts and restores themselves are done in batches by the executor.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var onRecord = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var pending = new List<EffectRecord>();
        var missing = new List<EffectRecord>();
        var presences = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        foreach (var effect in onRecord)
        {
            var responder = binding.Find(effect.Order);
            if (effect is { State: EffectState.Reverting, RetryAt: null })
            {
                // The process ended while it was being taken back, perhaps long before its time.
                pending.Add(effect with { RetryAt = clock.GetUtcNow() });
            }
            else if (effect.State != EffectState.Reverting && IsOwed(responder, responder is null ? null : presences.GetValueOrDefault(responder), effect))
            {
                missing.Add(effect);
            }
        }

        var known = onRecord.Select(static effect => effect.Key).ToHashSet();
        foreach (var (responder, presence) in presences)
        {
            pending.AddRange(Adopt(responder, presence, known));
        }

        if (pending.Count > 0)
        {
            await store.CommitAsync(new StoreCommit { Effects = [.. pending] }, cancellationToken).ConfigureAwait(false);
        }

        endings.Restore(missing);
    }

    /// <summary>Whether an effect is to be put in place again: it was begun and nobody knows how far it came, or it is gone.</summary>
    /// <remarks>What can't list is told again, if telling it twice does no harm. A script may do harm: its block is left to the next alert, and to its end.</remarks>
    private static bool IsOwed(IResponder? responder, EffectPresence? presence, EffectRecord effect) => responder switch
    {
        IBatchResponder when effect.State == EffectState.Planned => true,
        IEnumerableResponder listing when listing.CanList(effect.Place) => presence?.IsMissing(effect) == true,
        IBatchResponder => true,
        _ => false,
    };

    private async Task<Dictionary<IResponder, EffectPresence>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var presences = new Dictionary<IResponder, EffectPresence>();
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            try
            {
                presences[responder] = await EffectPresence.ReadAsync(responder, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.AdoptionFailed(responder.Name, e);
            }
        }

        return presences;
    }

    private List<EffectRecord> Adopt(IResponder responder, EffectPresence presence, HashSet<ActionKey> known)
    {
        var adopted = new List<EffectRecord>();
        foreach (var found in presence.Found.Where(static found => found.IsOurs))
        {
            var key = new ActionKey(responder.Name, found.Subject);
            if (!known.Contains(key))
            {
                var now = clock.GetUtcNow();
                adopted.Add(new EffectRecord
                {
                    Order = UnknownOrder.Of(key, HolderName),
                    State = EffectState.Applied,
                    Since = now,
                    Holders = [new EffectHolder(HolderName, found.IsEndKnown ? found.Until : now + options.AdoptedTimeout, 0, ResponseOrigin.Manual)],
                    Place = found.Place,
                });
            }
        }

        if (adopted.Count > 0)
        {
            logger.Adopted(responder.Name, adopted.Count);
        }

        return adopted;
    }
}
