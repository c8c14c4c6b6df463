using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>The executables that OSSEC and Wazuh ship and stock configurations name.</summary>
public static class StockNames
{
    /// <summary>Those that block the source address of an alert, by whatever firewall.</summary>
    public static ImmutableArray<string> AddressBlocking { get; } =
    [
        "firewall-drop", "firewall-drop.sh", "firewalld-drop", "firewalld-drop.sh", "nftables-drop.sh",
        "host-deny", "host-deny.sh", "route-null", "route-null.sh", "route-null.cmd", "route-null.exe",
        "ip-customblock", "ip-customblock.sh", "block-ip", "pf", "pf.sh", "ipfw", "ipfw.sh", "ipfw_mac.sh", "npf", "npf.sh",
        "netsh", "netsh.cmd", "netsh.exe", "netsh-win-2016.cmd", "win_route-null.cmd",
    ];

    /// <summary>Those that lock the account an alert is about.</summary>
    public static ImmutableArray<string> AccountDisabling { get; } = ["disable-account", "disable-account.sh"];
}
