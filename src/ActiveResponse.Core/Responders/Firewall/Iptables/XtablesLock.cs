using System.Collections.Immutable;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The lock file of the legacy iptables itself, which does nothing where it can't open that: on a sealed file system, and as a
/// service user.</summary>
internal static class XtablesLock
{
    private const string Usual = "/run/xtables.lock";

    /// <summary>What iptables is told of a lock file elsewhere; nothing where its own will do.</summary>
    public static ImmutableDictionary<string, string> Environment() =>
        !OperatingSystem.IsLinux() || CanOpen() ? ImmutableDictionary<string, string>.Empty
        : LockPlace.AllOf(Usual).Skip(1).FirstOrDefault(CanOpen) is { } place
            ? ImmutableDictionary<string, string>.Empty.Add("XTABLES_LOCKFILE", place.Path)
        : ImmutableDictionary<string, string>.Empty;

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
