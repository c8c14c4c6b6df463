namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The socket itself fails, whatever is asked of it.</summary>
internal sealed class NetlinkException(int error) : IOException(NetlinkErrors.Explain(error));
