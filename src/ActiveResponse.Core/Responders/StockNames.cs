using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Responders;

/// <summary>The executables that OSSEC and Wazuh ship and their stock configurations name.</summary>
public static class StockNames
{
    /// <summary>Those that drop the packets of an alert's source address, with any packet filter.</summary>
    public static ImmutableArray<string> PacketFiltering { get; } = StockExecutables.FilesOf(StockAction.FilterPackets);

    /// <summary>Those that deny the source address the services that use TCP wrappers.</summary>
    public static ImmutableArray<string> HostDenying { get; } = StockExecutables.FilesOf(StockAction.DenyHost);

    /// <summary>Those that null-route the source address.</summary>
    public static ImmutableArray<string> NullRouting { get; } = StockExecutables.FilesOf(StockAction.NullRoute);

    /// <summary>All that block the source address: packet filters, TCP wrappers and null routes.</summary>
    public static ImmutableArray<string> AddressBlocking { get; } = [.. PacketFiltering, .. HostDenying, .. NullRouting];

    /// <summary>Those that lock an alert's account.</summary>
    public static ImmutableArray<string> AccountDisabling { get; } = StockExecutables.FilesOf(StockAction.DisableAccount);
}
