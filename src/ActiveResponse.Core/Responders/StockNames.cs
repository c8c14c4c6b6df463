using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>The executables that OSSEC and Wazuh ship and stock configurations name.</summary>
public static class StockNames
{
    /// <summary>Those that stop the packets of an alert's source address, by whatever packet filter.</summary>
    public static ImmutableArray<string> PacketFiltering { get; } =
    [
        "firewall-drop",
        "firewall-drop.sh",
        "firewalld-drop",
        "firewalld-drop.sh",
        "nftables-drop",
        "nftables-drop.sh",
        "ip-customblock",
        "ip-customblock.sh",
        "block-ip",
        "pf",
        "pf.sh",
        "ipfw",
        "ipfw.sh",
        "ipfw_mac",
        "ipfw_mac.sh",
        "npf",
        "npf.sh",
        "netsh",
        "netsh.cmd",
        "netsh.exe",
        "netsh-win-2016.cmd",
    ];

    /// <summary>Those that deny an alert's source address the services that ask TCP wrappers.</summary>
    public static ImmutableArray<string> HostDenying { get; } = ["host-deny", "host-deny.sh"];

    /// <summary>Those that send what goes to an alert's source address nowhere.</summary>
    public static ImmutableArray<string> NullRouting { get; } =
    ["route-null", "route-null.sh", "route-null.cmd", "route-null.exe", "win_route-null.cmd"];

    /// <summary>All that block the source address of an alert: packet filters, TCP wrappers and null routes.</summary>
    public static ImmutableArray<string> AddressBlocking { get; } = [.. PacketFiltering, .. HostDenying, .. NullRouting];

    /// <summary>Those that lock the account an alert is about.</summary>
    public static ImmutableArray<string> AccountDisabling { get; } = ["disable-account", "disable-account.sh"];
}
