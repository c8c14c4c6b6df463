using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>One address to block, or to let in again.</summary>
/// <param name="Entry">The address, and when its block ends.</param>
/// <param name="Blocks">Whether it is to be blocked.</param>
internal readonly record struct FirewallChange(FirewallEntry Entry, bool Blocks)
{
    public AddressPrefix Address => Entry.Address;
}
