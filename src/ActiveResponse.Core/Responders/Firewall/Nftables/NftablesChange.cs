namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>One address to block, or to let in again.</summary>
/// <param name="Entry">The address, and when its block ends.</param>
/// <param name="Blocks">Whether it is to be blocked.</param>
internal readonly record struct NftablesChange(FirewallEntry Entry, bool Blocks)
{
    public NftablesSet Set { get; } = NftablesSet.Of(Entry.Address);
}
