using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Adapts a firewall backend to a responder: refuses what the backend can't express, and passes batches on.</summary>
internal sealed class FirewallResponder(IFirewallBackend backend, PlaceKeeper? keeper = null)
    : IBatchResponder,
        IEnumerableResponder,
        IWrittenPlace,
        INetworkResponder,
        IPlaceNaming,
        IFirewallHost
{
    private readonly string _place = EffectPlaces.NameOf(backend.Place);

    public string Name => backend.Name;

    public IFirewallBackend Backend => backend;

    public IEnumerable<IFirewallBackend> Backends => [backend];

    public string? WhyNotOurs(IFirewallBackend other) => keeper?.WhyNot(other);

    public ResponderNeeds Needs => ResponderNeeds.Address;

    // A later process must find this place.
    public bool DistinguishesExtensions => backend.DistinguishesExtensions();

    public bool RecordMayFollow => backend.RecordMayFollow();

    public bool TakesNetworks => backend.TakesIPv6Networks();

    public bool NeverBlocks => backend.NeverBlocks();

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([context], [], cancellationToken).ConfigureAwait(false)).Applies[0];

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([], [context], cancellationToken).ConfigureAwait(false)).Reverts[0];

    public async ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    )
    {
        var addResults = new ResponderResult?[applies.Count];
        var removeResults = new ResponderResult?[reverts.Count];
        var adds = new List<FirewallEntry>(applies.Count);
        var removes = new List<AddressPrefix>(reverts.Count);
        for (var i = 0; i < applies.Count; i++)
        {
            if ((addResults[i] = backend.CannotExpress(applies[i].Subject)) is null)
            {
                adds.Add(new FirewallEntry(applies[i].Subject.Address!.Value, applies[i].Until));
            }
        }

        for (var i = 0; i < reverts.Count; i++)
        {
            if ((removeResults[i] = backend.CannotExpress(reverts[i].Subject)) is null)
            {
                removes.Add(reverts[i].Subject.Address!.Value);
            }
        }

        backend.Recall(applies);
        backend.Recall(reverts);
        var done =
            adds.Count + removes.Count == 0
                ? new FirewallBatchResult([], [])
                : await keeper.ApplyAsync(backend, adds, removes, cancellationToken).ConfigureAwait(false);
        return new BatchResult(Fill(addResults, done.Adds), Fill(removeResults, done.Removes));
    }

    public string PlaceFor(ResponseOrder order) => _place;

    public bool IsAt(string place) => backend.IsAt(place, _place);

    public bool CanList(string? place) => backend.Can(FirewallCapabilities.Enumeration);

    public ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken) =>
        keeper.FindAsync(backend, isOnRecord: false, cancellationToken);

    public async ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken)
    {
        var probe = await backend.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return [new PlaceStanding(Name, probe.IsUsable, probe.Reason)];
    }

    private static ResponderResult[] Fill(ResponderResult?[] known, IReadOnlyList<ResponderResult> rest)
    {
        var next = 0;
        for (var i = 0; i < known.Length; i++)
        {
            known[i] ??= next < rest.Count ? rest[next++] : ResponderResult.Failed("the backend returned no result for this entry");
        }

        return known!;
    }
}
