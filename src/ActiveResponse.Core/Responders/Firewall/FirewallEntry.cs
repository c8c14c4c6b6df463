using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>One blocked address or network.</summary>
/// <param name="Address">What is blocked.</param>
/// <param name="Until">When the block ends, or null when it stays until lifted.</param>
public readonly record struct FirewallEntry(AddressPrefix Address, DateTimeOffset? Until);
