using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>One address to block or unblock.</summary>
/// <param name="Entry">The address, and when its block ends.</param>
/// <param name="Blocks">Whether to block it.</param>
/// <param name="IsRemovedToo">Whether the batch also removes the address it blocks.</param>
internal readonly record struct FirewallChange(FirewallEntry Entry, bool Blocks, bool IsRemovedToo = false)
{
    public AddressPrefix Address => Entry.Address;

    /// <summary>The result if the change is made.</summary>
    public ResponderResult Done => Blocks ? ResponderResult.Applied() : ResponderResult.Lifted();

    /// <summary>The result of a removal if there is nothing to remove.</summary>
    public ResponderResult Absent => ResponderResult.AlreadyLifted($"{Address} wasn't blocked");
}
