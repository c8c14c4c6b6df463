using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>
/// Refuses what the allow list covers: addresses, networks in either direction, and host names by their resolved addresses.
/// </summary>
/// <remarks>
/// As in OSSEC, the first entry that covers the subject decides, so <c>!</c> can make an exception. Unlike in OSSEC, a trailing <c>!</c>
/// entry never allows a subject that no entry covers. Only orders with an address are checked: a listed address doesn't stop an account
/// from being locked.
/// </remarks>
internal sealed class AllowListGuard(Func<AllowList> allowList, ResolvedNames names, CurrentGuardOptions options) : IResponseGuard
{
    public string Name => "allow-list";

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        order.Subject.Address is { } address
            ? await CheckAsync(address, options.Current.UnresolvedNames, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Returns the refusal if the list covers a subject, or null. Unresolvable names cover nothing.</summary>
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

    // A network that contains one allowed address is refused as a whole; an exception must cover all of it.
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
