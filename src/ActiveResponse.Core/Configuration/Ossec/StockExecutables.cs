using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>The executables of OSSEC and Wazuh: the one table that parsing, lint, binding, registration and documents read.</summary>
internal static class StockExecutables
{
    public static ImmutableArray<StockExecutable> All { get; } =
    [
        Script("firewall-drop", StockAction.FilterPackets),
        Script("firewalld-drop", StockAction.FilterPackets),
        Script("nftables-drop", StockAction.FilterPackets),
        Script("ip-customblock", StockAction.FilterPackets),
        Files(StockAction.FilterPackets, "block-ip"),
        Script("pf", StockAction.FilterPackets),
        Script("ipfw", StockAction.FilterPackets),
        Script("ipfw_mac", StockAction.FilterPackets),
        Script("npf", StockAction.FilterPackets),
        Files(StockAction.FilterPackets, "netsh", "netsh.cmd", "netsh.exe"),
        Files(StockAction.FilterPackets, "netsh-win-2016.cmd"),
        Script("host-deny", StockAction.DenyHost),
        Files(StockAction.NullRoute, "route-null", "route-null.sh", "route-null.cmd", "route-null.exe"),
        Files(StockAction.NullRoute, "win_route-null.cmd"),
        Script("disable-account", StockAction.DisableAccount),
        Script("restart", StockAction.Other),
        Script("restart-ossec", StockAction.Other),
        Files(StockAction.Other, "restart-wazuh"),
        Script("wazuh-slack", StockAction.Other),
        Script("ossec-slack", StockAction.Other),
        Script("ossec-tweeter", StockAction.Other),
        Script("kaspersky", StockAction.Other),
        Script("cloudflare-ban", StockAction.Other),
        Files(StockAction.Other, "route-null-2012.cmd"),
    ];

    /// <summary>The stock executable of a name, with or without an extension; or null.</summary>
    public static StockExecutable? Find(string executable)
    {
        var name = ScriptName.WithoutExtension(executable);
        return All.FirstOrDefault(one => one.Name == name);
    }

    /// <summary>The file names of all executables that do one thing.</summary>
    public static ImmutableArray<string> FilesOf(StockAction action) =>
        [.. All.Where(one => one.Action == action).SelectMany(static one => one.Files)];

    /// <summary>The file names of some executables.</summary>
    /// <param name="names">Their names without an extension.</param>
    public static ImmutableArray<string> FilesOf(params ReadOnlySpan<string> names)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var name in names)
        {
            files.AddRange(All.First(one => one.Name == name).Files);
        }

        return files.ToImmutable();
    }

    private static StockExecutable Script(string name, StockAction action) => new(name, action, [name, $"{name}.sh"]);

    private static StockExecutable Files(StockAction action, params ImmutableArray<string> files) =>
        new(ScriptName.WithoutExtension(files[0]), action, files);
}
