namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The kernel's reply to a transaction.</summary>
/// <param name="Error">The first errno; 0 for none.</param>
/// <param name="Sequence">The message it belongs to.</param>
/// <param name="IsConfirmed">Whether the message that requested it was acknowledged.</param>
internal readonly record struct NetlinkReply(int Error, uint Sequence, bool IsConfirmed);
