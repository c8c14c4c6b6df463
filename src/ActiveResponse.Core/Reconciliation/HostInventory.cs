using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Reconciliation;

/// <summary>Lists what responders have in place beside their records, all at once and each within its own deadline.</summary>
internal sealed class HostInventory(ResponderBinding binding, PresenceReader presences)
{
    /// <summary>Responders that can list what they have in place.</summary>
    public IEnumerable<IEnumerableResponder> Responders => binding.Registered.OfType<IEnumerableResponder>();

    /// <summary>Begins to list every responder: one that is slow or hangs holds up no other.</summary>
    /// <param name="onRecord">Recorded effects, read before: blocks applied meanwhile aren't expected yet.</param>
    /// <param name="cancellationToken">Cancels the lists.</param>
    public List<Task<HostListing>> Begin(IReadOnlyList<EffectRecord> onRecord, CancellationToken cancellationToken) =>
        [.. Responders.Select(responder => ListAsync(responder, onRecord, cancellationToken))];

    private async Task<HostListing> ListAsync(
        IEnumerableResponder responder,
        IReadOnlyList<EffectRecord> onRecord,
        CancellationToken cancellationToken
    )
    {
        var listing = new HostListing(
            responder,
            onRecord.Summaries().Where(effect => binding.RegisteredHolderOf(effect.Responder, effect.Place) == responder)
        );
        try
        {
            return listing with { Presence = await presences.ReadAsync(responder, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return listing with { Failure = e };
        }
    }
}
