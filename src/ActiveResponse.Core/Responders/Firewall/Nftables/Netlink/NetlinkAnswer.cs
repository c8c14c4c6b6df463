namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>What the kernel says of a transaction.</summary>
/// <param name="Error">The number of the first error; 0 for none.</param>
/// <param name="Sequence">The message that it is about.</param>
/// <param name="IsConfirmed">Whether the message that asked for it was acknowledged.</param>
internal readonly record struct NetlinkAnswer(int Error, uint Sequence, bool IsConfirmed);
