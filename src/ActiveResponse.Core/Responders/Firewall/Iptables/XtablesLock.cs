using System.Collections.Immutable;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The lock file of the legacy iptables, which fails where it can't open the file: on a read-only file system, or as a service
/// user.</summary>
internal static class XtablesLock
{
    private const string Usual = "/run/xtables.lock";

    /// <summary>The environment that points iptables to another lock file; empty where its own can be used.</summary>
    public static ImmutableDictionary<string, string> Environment()
    {
        var none = ImmutableDictionary<string, string>.Empty;
        if (!OperatingSystem.IsLinux() || CanOpen())
        {
            return none;
        }

        return LockPlace.AllOf(Usual).Skip(1).FirstOrDefault(CanOpen) is { } place ? none.Add("XTABLES_LOCKFILE", place.Path) : none;
    }

    private static bool CanOpen()
    {
        using var file = LinuxFile.TryOpen(Usual, LinuxNative.ReadOnly, out var error);
        return file is not null || (error == LinuxError.NoEntry && LinuxFile.CheckWritable("/run") == 0);
    }

    private static bool CanOpen(LockPlace place)
    {
        using var file = place.TryOpen(out _);
        return file is not null;
    }
}
