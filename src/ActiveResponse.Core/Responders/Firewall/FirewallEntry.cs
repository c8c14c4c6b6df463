using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>One blocked address or network.</summary>
/// <param name="Address">The address or network.</param>
/// <param name="Until">When the block ends; null if it stays until lifted.</param>
public readonly record struct FirewallEntry(AddressPrefix Address, DateTimeOffset? Until);
