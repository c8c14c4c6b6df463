using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Refuses what the allow list covers: addresses, networks in either direction, and host names by the addresses they resolve
/// to.</summary>
/// <remarks>
/// As in OSSEC the first entry that covers the subject decides, so that <c>!</c> can cut a hole; unlike OSSEC a subject that no entry
/// covers is never allowed by a trailing <c>!</c> entry. Only orders with an address are looked at: a listed address doesn't stop an
/// account from being locked.
/// </remarks>
internal sealed class AllowListGuard(Func<AllowList> allowList, ResolvedNames names, GuardOptions options) : IResponseGuard
{
    public string Name => "allow-list";

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        order.Subject.Address is { } address
            ? await CheckAsync(address, options.UnresolvedNames, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Why the list covers what an effect acts on, or null. Names that can't be resolved cover nothing.</summary>
    public async ValueTask<OrderRefusal?> FindAsync(Subject subject, CancellationToken cancellationToken) =>
        subject.Address is { } address
            ? await CheckAsync(address, UnresolvedNamePolicy.Proceed, cancellationToken).ConfigureAwait(false)
            : null;

    private async ValueTask<OrderRefusal?> CheckAsync(
        AddressPrefix address,
        UnresolvedNamePolicy unresolvedNames,
        CancellationToken cancellationToken
    )
    {
        foreach (var entry in allowList().Entries)
        {
            var (networks, unknown) = await NetworksOfAsync(entry, cancellationToken).ConfigureAwait(false);
            if (unknown && unresolvedNames == UnresolvedNamePolicy.Refuse && !entry.Negated)
            {
                return new OrderRefusal(
                    Name,
                    $"the allow list's '{SafeText.Of(entry.Text)}' can't be resolved and may stand for {address}"
                );
            }

            if (!networks.IsDefaultOrEmpty && Covers(networks, address, entry.Negated))
            {
                return entry.Negated ? null : new OrderRefusal(Name, $"{address} is on the allow list ('{SafeText.Of(entry.Text)}')");
            }
        }

        return null;
    }

    private async ValueTask<(ImmutableArray<AddressPrefix> Networks, bool Unknown)> NetworksOfAsync(
        AllowListEntry entry,
        CancellationToken cancellationToken
    )
    {
        if (entry.Network is { } network)
        {
            return ([network], false);
        }

        if (entry.HostName is not { } hostName)
        {
            return ([], false);
        }

        var resolved = await names.FindAsync(hostName, cancellationToken).ConfigureAwait(false);
        return resolved is null ? ([], true) : ([.. resolved], false);
    }

    // A network to block that contains one allowed address is refused as a whole; a hole in the list must cover all of it.
    private static bool Covers(ImmutableArray<AddressPrefix> networks, AddressPrefix address, bool negated)
    {
        foreach (var network in networks)
        {
            if (negated ? network.Contains(address) : network.Overlaps(address))
            {
                return true;
            }
        }

        return false;
    }
}
