namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>How changes reach the kernel.</summary>
public enum NftablesTransport
{
    /// <summary>Over a netlink socket that stays open, and by the nft program where that is refused. With a custom <c>ICommandRunner</c>,
    /// by nft only: that runner may use another network namespace, where a socket wouldn't follow.</summary>
    Automatic,

    /// <summary>Like <see cref="Automatic"/>, with any runner: nft must see this process's network namespace.</summary>
    Netlink,

    /// <summary>By the nft program alone.</summary>
    Program,
}
