namespace ActiveResponse.Platform;

/// <summary>The lock files that engines leave on this host, so that a later one locks the same. Linux; elsewhere there are none.</summary>
public static class HostLocks
{
    // The file of iptables itself is ours only where its own can't be used.
    private const string OfIptables = "xtables.lock";
    private static readonly string[] Patterns = ["active-response-*.lock", "active-response-*.lock.next"];

    /// <summary>Those that exist.</summary>
    public static IReadOnlyList<string> Existing() => [.. Folders().SelectMany(static folder => LocksIn(folder))];

    /// <summary>Deletes those that no other process holds, and then the folders that were made for them.</summary>
    /// <remarks>Dispose of this process's own engines first: its locks are let go.</remarks>
    /// <returns>The deleted files.</returns>
    public static IReadOnlyList<string> Delete()
    {
        var deleted = new List<string>();
        foreach (var folder in Folders())
        {
            deleted.AddRange(LocksIn(folder).Where(TryDelete));
            if (Path.GetFileName(folder.Path).StartsWith("active-response", StringComparison.Ordinal))
            {
                // Fails where anything else is in it.
                _ = LinuxNative.DeleteFolder(folder.Path);
            }
        }

        return deleted;
    }

    private static IEnumerable<LockFolder> Folders()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var places = LockPlace.AllOf("/run/" + OfIptables);
        return places
            .Select((place, index) => new LockFolder(Path.GetDirectoryName(place.Path)!, IsShared: index == 0))
            .DistinctBy(static folder => folder.Path)
            .Where(static folder =>
                LinuxFile.TryStatus(folder.Path, follow: false) is { IsDirectory: true, IsOwnedByTrusted: true, IsWritableByOthers: false }
            );
    }

    private static List<string> LocksIn(LockFolder folder)
    {
        try
        {
            var own = Patterns.SelectMany(pattern => Directory.EnumerateFiles(folder.Path, pattern));
            var borrowed = folder.IsShared ? [] : Directory.EnumerateFiles(folder.Path, OfIptables);
            return [.. own.Concat(borrowed).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Whoever waits for it sees that the file has gone, and makes another: see LinuxFile.TryLockAt.
    private static bool TryDelete(string path)
    {
        if (LockFile.TryOpen(path, makes: false, out _) is not { } file)
        {
            return false;
        }

        try
        {
            return LinuxFile.TryLockAt(file, path) && !PlaceLocks.IsHeldElsewhere(file) && LinuxNative.Unlink(path) == 0;
        }
        catch (HostFileException)
        {
            return false;
        }
        finally
        {
            LinuxFile.Release(file);
        }
    }

    private sealed record LockFolder(string Path, bool IsShared);
}
