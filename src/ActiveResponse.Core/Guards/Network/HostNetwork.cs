using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>What this host needs to stay reachable, as of one moment.</summary>
internal sealed record HostNetwork
{
    public static HostNetwork Unknown { get; } = new();

    /// <summary>The addresses of its interfaces.</summary>
    public AddressSet Own { get; init; } = AddressSet.Empty;

    /// <summary>The next hops of its default routes.</summary>
    public AddressSet Gateways { get; init; } = AddressSet.Empty;

    /// <summary>The name servers it asks.</summary>
    public AddressSet Resolvers { get; init; } = AddressSet.Empty;

    /// <summary>The servers it has its addresses from.</summary>
    public AddressSet DhcpServers { get; init; } = AddressSet.Empty;

    /// <summary>Who is logged in over SSH in the session this process was started from.</summary>
    public AddressSet SshPeers { get; init; } = AddressSet.Empty;

    /// <summary>Whether an address or a network hits any of them.</summary>
    public bool Protects(AddressPrefix address) =>
        Own.HitBy(address) is not null
        || Gateways.HitBy(address) is not null
        || Resolvers.HitBy(address) is not null
        || DhcpServers.HitBy(address) is not null
        || SshPeers.HitBy(address) is not null;

    /// <summary>Whether the same addresses are to be protected, each as what it is.</summary>
    public bool ProtectsTheSame(HostNetwork other) =>
        Own.IsSame(other.Own)
        && Gateways.IsSame(other.Gateways)
        && Resolvers.IsSame(other.Resolvers)
        && DhcpServers.IsSame(other.DhcpServers)
        && SshPeers.IsSame(other.SshPeers);
}
