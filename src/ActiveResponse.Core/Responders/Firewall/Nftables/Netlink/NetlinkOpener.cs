namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Opens a socket.</summary>
/// <param name="error">0, or an errno.</param>
/// <returns>The socket, or null if it is refused.</returns>
internal delegate INetlinkSocket? NetlinkOpener(out int error);
