using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Refuses one kind of address this host needs to stay reachable, and networks that contain one.</summary>
/// <param name="name">Name of the guard.</param>
/// <param name="what">Description of such an address.</param>
/// <param name="toAllow">Setting that turns the guard off.</param>
/// <param name="onlyHere">Whether to ignore orders that run only on other hosts, whose neighbours differ.</param>
/// <param name="which">Selects the addresses.</param>
/// <param name="network">The known network state.</param>
internal sealed class HostNetworkGuard(
    string name,
    string what,
    string toAllow,
    bool onlyHere,
    Func<HostNetwork, AddressSet> which,
    HostNetworkCache network
) : IResponseGuard
{
    public string Name => name;

    public static IEnumerable<HostNetworkGuard> All(GuardOptions options, HostNetworkCache network)
    {
        HostNetworkGuard?[] guards =
        [
            options.ProtectOwnAddresses
                ? Make("own-address", "an address of this host", nameof(options.ProtectOwnAddresses), false, static n => n.Own)
                : null,
            options.ProtectGateways
                ? Make("gateway", "a default gateway of this host", nameof(options.ProtectGateways), true, static n => n.Gateways)
                : null,
            options.ProtectResolvers
                ? Make("resolver", "a name server of this host", nameof(options.ProtectResolvers), true, static n => n.Resolvers)
                : null,
            options.ProtectDhcpServers
                ? Make("dhcp-server", "the DHCP server of this host", nameof(options.ProtectDhcpServers), true, static n => n.DhcpServers)
                : null,
            options.ProtectSshPeer
                ? Make("ssh-peer", "where this SSH session comes from", nameof(options.ProtectSshPeer), false, static n => n.SshPeers)
                : null,
        ];
        return guards.OfType<HostNetworkGuard>();

        HostNetworkGuard Make(string name, string what, string option, bool onlyHere, Func<HostNetwork, AddressSet> which) =>
            new(name, what, options.SwitchText(name, option), onlyHere, which, network);
    }

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        NeedsNetwork(order) ? CheckAsync(order, cancellationToken) : ValueTask.FromResult<OrderRefusal?>(null);

    /// <summary>Whether the answer depends on the network.</summary>
    public bool NeedsNetwork(ResponseOrder order) => order.Subject.Address is not null && (!onlyHere || order.RunsHere);

    /// <summary>Answers by a known state of the network.</summary>
    public OrderRefusal? Check(ResponseOrder order, HostNetwork current) =>
        NeedsNetwork(order) && order.Subject.Address is { } subject && which(current).HitBy(subject) is { } hit
            ? new OrderRefusal(Name, ProtectedText.Of(subject, hit, what, toAllow))
            : null;

    private async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        Check(order, await network.CurrentAsync(cancellationToken).ConfigureAwait(false));
}
