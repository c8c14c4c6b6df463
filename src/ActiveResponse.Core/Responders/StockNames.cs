using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Responders;

/// <summary>The executables that OSSEC and Wazuh ship and stock configurations name.</summary>
public static class StockNames
{
    /// <summary>Those that stop the packets of an alert's source address, by whatever packet filter.</summary>
    public static ImmutableArray<string> PacketFiltering { get; } = StockExecutables.FilesOf(StockAction.FilterPackets);

    /// <summary>Those that deny an alert's source address the services that ask TCP wrappers.</summary>
    public static ImmutableArray<string> HostDenying { get; } = StockExecutables.FilesOf(StockAction.DenyHost);

    /// <summary>Those that send what goes to an alert's source address nowhere.</summary>
    public static ImmutableArray<string> NullRouting { get; } = StockExecutables.FilesOf(StockAction.NullRoute);

    /// <summary>All that block the source address of an alert: packet filters, TCP wrappers and null routes.</summary>
    public static ImmutableArray<string> AddressBlocking { get; } = [.. PacketFiltering, .. HostDenying, .. NullRouting];

    /// <summary>Those that lock the account an alert is about.</summary>
    public static ImmutableArray<string> AccountDisabling { get; } = StockExecutables.FilesOf(StockAction.DisableAccount);
}
