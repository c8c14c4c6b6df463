using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>One address to block, or to let in again.</summary>
/// <param name="Entry">The address, and when its block ends.</param>
/// <param name="Blocks">Whether it is to be blocked.</param>
/// <param name="IsRemovedToo">Whether the batch also removes the address that it blocks.</param>
internal readonly record struct FirewallChange(FirewallEntry Entry, bool Blocks, bool IsRemovedToo = false)
{
    public AddressPrefix Address => Entry.Address;

    /// <summary>The result of the change that was made.</summary>
    public ResponderResult Done => Blocks ? ResponderResult.Applied() : ResponderResult.Lifted();

    /// <summary>The result of a removal that had nothing to remove.</summary>
    public ResponderResult Absent => ResponderResult.AlreadyLifted($"{Address} wasn't blocked");
}
