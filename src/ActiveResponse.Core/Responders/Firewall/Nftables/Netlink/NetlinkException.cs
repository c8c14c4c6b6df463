namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The socket itself fails, for any request.</summary>
internal sealed class NetlinkException(int error) : IOException(NetlinkErrors.Explain(error));
