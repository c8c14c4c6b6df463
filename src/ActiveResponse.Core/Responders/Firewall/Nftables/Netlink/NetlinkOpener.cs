namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Opens a socket.</summary>
/// <param name="error">0, or the number of the error.</param>
/// <returns>The socket, or null when it is refused.</returns>
internal delegate INetlinkSocket? NetlinkOpener(out int error);
