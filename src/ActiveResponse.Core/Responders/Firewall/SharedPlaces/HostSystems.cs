using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Detects the system, and explains why firewalls of other systems can't be used.</summary>
internal static class HostSystems
{
    public static HostSystem Current { get; } = Detect();

    /// <summary>Why a firewall can't be used on a system; null if it can.</summary>
    /// <param name="system">The system of this host.</param>
    /// <param name="firewall">A description, e.g. <c>pf is the packet filter</c>; the systems are appended.</param>
    /// <param name="systems">The systems that have it.</param>
    public static string? WhyNot(HostSystem system, string firewall, params ReadOnlySpan<HostSystem> systems)
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
        return $"{firewall} of {all}. Use that of this system.";
    }

    /// <summary>Why a Linux firewall can't be used on this host, or null.</summary>
    /// <param name="firewall">A description, e.g. <c>nftables is the packet filter</c>.</param>
    public static string? WhyNotLinux(string firewall) => WhyNot(Current, firewall, HostSystem.Linux);

    /// <summary>Why a Windows program can't be used by this process, or null.</summary>
    /// <param name="program">The program.</param>
    public static string? WhyNotWindows(string program)
    {
        if (Current != HostSystem.Windows)
        {
            return $"{program} is part of Windows. Use the packet filter of this system.";
        }

        return Environment.IsPrivilegedProcess
            ? null
            : $"{program} needs an administrator: run the service as LocalSystem, or from an elevated prompt.";
    }

    private static HostSystem Detect()
    {
        (HostSystem System, string[] Platforms)[] known =
        [
            (HostSystem.Linux, ["LINUX"]),
            (HostSystem.FreeBsd, ["FREEBSD"]),
            (HostSystem.MacOs, ["OSX"]),
            (HostSystem.Windows, ["WINDOWS"]),
            (HostSystem.Aix, ["AIX"]),
            (HostSystem.OpenBsd, ["OPENBSD"]),
            (HostSystem.NetBsd, ["NETBSD"]),
            (HostSystem.Solaris, ["SOLARIS", "ILLUMOS"]),
        ];
        return Array
            .Find(known, static one => Array.Exists(one.Platforms, static name => RuntimeInformation.IsOSPlatform(OSPlatform.Create(name))))
            .System;
    }

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
