namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>How changes of elements reach the kernel. Table, chains and sets are made by the nft program in any case.</summary>
public enum NftablesTransport
{
    /// <summary>
    /// Over a netlink socket that stays open, and by the nft program where that is refused. Where programs are run by another
    /// <c>ICommandRunner</c> than the built-in one, by nft: that runner may take it to another network namespace, and a socket would not
    /// follow.
    /// </summary>
    Automatic,

    /// <summary>As <see cref="Automatic"/>, whatever runs the programs: nft must see the network namespace of this process.</summary>
    Netlink,

    /// <summary>By the nft program alone.</summary>
    Program,
}
