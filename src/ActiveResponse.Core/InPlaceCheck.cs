using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Compares what is in place with the record; changes nothing.</summary>
internal sealed class InPlaceCheck(HostInventory inventory, IResponseStore store, UnrecordedEffects unrecorded)
{
    /// <summary>Compares all.</summary>
    /// <returns>A report for each responder that can list and has something on record or in place.</returns>
    public async Task<ImmutableArray<InPlaceReport>> CheckAsync(CancellationToken cancellationToken) =>
        await CheckAsync(await store.ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Compares all with these records.</summary>
    public async Task<ImmutableArray<InPlaceReport>> CheckAsync(IReadOnlyList<EffectRecord> onRecord, CancellationToken cancellationToken)
    {
        var settled = new HashSet<(string Place, Subject Subject)>();
        var reports = ImmutableArray.CreateBuilder<InPlaceReport>();
        foreach (var listing in await Task.WhenAll(inventory.Begin(onRecord, cancellationToken)).ConfigureAwait(false))
        {
            if (await CheckAsync(listing, settled, cancellationToken).ConfigureAwait(false) is { } report)
            {
                reports.Add(report);
            }
        }

        return reports.ToImmutable();
    }

    private async Task<InPlaceReport?> CheckAsync(
        HostListing listing,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        var (responder, own) = (listing.Responder, listing.OnRecord.ToList());
        if (listing.Presence is not { } presence)
        {
            // A missing firewall holds nothing; another check reports that it can't be used.
            return own.Count == 0 ? null : InPlaceReport.Failed(responder.Name, listing.Failure!);
        }

        try
        {
            var strays = await unrecorded
                .UnknownAsync(responder, presence.Unrecorded(own), settled, cancellationToken)
                .ConfigureAwait(false);
            return own.Count > 0 || strays.Count > 0 ? InPlaceReport.Of(responder.Name, presence, own, strays) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return own.Count == 0 ? null : InPlaceReport.Failed(responder.Name, e);
        }
    }
}
