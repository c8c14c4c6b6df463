using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Addresses this host needs to stay reachable, at one moment.</summary>
internal sealed record HostNetwork
{
    public static HostNetwork Unknown { get; } = new();

    /// <summary>Addresses of its interfaces.</summary>
    public AddressSet Own { get; init; } = AddressSet.Empty;

    /// <summary>Next hops of its default routes.</summary>
    public AddressSet Gateways { get; init; } = AddressSet.Empty;

    /// <summary>Its name servers.</summary>
    public AddressSet Resolvers { get; init; } = AddressSet.Empty;

    /// <summary>Its DHCP servers.</summary>
    public AddressSet DhcpServers { get; init; } = AddressSet.Empty;

    /// <summary>Peer of the SSH session that started this process.</summary>
    public AddressSet SshPeers { get; init; } = AddressSet.Empty;

    /// <summary>Whether an address or network hits any of them.</summary>
    public bool Protects(AddressPrefix address) =>
        Own.HitBy(address) is not null
        || Gateways.HitBy(address) is not null
        || Resolvers.HitBy(address) is not null
        || DhcpServers.HitBy(address) is not null
        || SshPeers.HitBy(address) is not null;

    /// <summary>Whether both protect the same addresses in the same roles.</summary>
    public bool ProtectsTheSame(HostNetwork other) =>
        Own.IsSame(other.Own)
        && Gateways.IsSame(other.Gateways)
        && Resolvers.IsSame(other.Resolvers)
        && DhcpServers.IsSame(other.DhcpServers)
        && SshPeers.IsSame(other.SshPeers);
}
