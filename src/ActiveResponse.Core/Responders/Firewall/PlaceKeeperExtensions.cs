using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Calls a backend through its place keeper, if there is one.</summary>
internal static class PlaceKeeperExtensions
{
    public static ValueTask<FirewallBatchResult> ApplyAsync(
        this PlaceKeeper? keeper,
        IFirewallBackend backend,
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    ) =>
        keeper is null ? backend.ApplyAsync(adds, removes, cancellationToken) : keeper.WorkAsync(backend, adds, removes, cancellationToken);

    public static ValueTask<IReadOnlyList<FoundEffect>> FindAsync(
        this PlaceKeeper? keeper,
        IFirewallBackend backend,
        bool isOnRecord,
        CancellationToken cancellationToken
    ) => keeper is null ? backend.FindAsync(cancellationToken) : keeper.ListAsync(backend, isOnRecord, cancellationToken);
}
