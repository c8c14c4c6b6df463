using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Which system this is, and what to say to one whose packet filter another is.</summary>
internal static class HostSystems
{
    public static HostSystem Current { get; } =
        OperatingSystem.IsLinux() ? HostSystem.Linux
        : OperatingSystem.IsFreeBSD() ? HostSystem.FreeBsd
        : OperatingSystem.IsMacOS() ? HostSystem.MacOs
        : OperatingSystem.IsWindows() ? HostSystem.Windows
        : Is("AIX") ? HostSystem.Aix
        : Is("OPENBSD") ? HostSystem.OpenBsd
        : Is("NETBSD") ? HostSystem.NetBsd
        : Is("SOLARIS") || Is("ILLUMOS") ? HostSystem.Solaris
        : HostSystem.Other;

    /// <summary>Null if the filter is one of this system's; else why it isn't used.</summary>
    public static FirewallProbe? Refuse(HostSystem system, string filter, params ReadOnlySpan<HostSystem> systems)
    {
        if (systems.Contains(system))
        {
            return null;
        }

        List<string> names = [];
        foreach (var one in systems)
        {
            names.Add(NameOf(one));
        }

        var all = names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
        return new FirewallProbe(IsUsable: false, $"{filter} of {all}. Use that of this system.");
    }

    private static bool Is(string platform) => RuntimeInformation.IsOSPlatform(OSPlatform.Create(platform));

    private static string NameOf(HostSystem system) =>
        system switch
        {
            HostSystem.FreeBsd => "FreeBSD",
            HostSystem.OpenBsd => "OpenBSD",
            HostSystem.NetBsd => "NetBSD",
            HostSystem.MacOs => "macOS",
            HostSystem.Aix => "AIX",
            _ => system.ToString(),
        };
}
