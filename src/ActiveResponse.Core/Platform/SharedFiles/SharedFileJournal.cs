using System.Runtime.InteropServices;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Copies of the old and new content that are on disk during a write in place, and the recovery from them.</summary>
internal static class SharedFileJournal
{
    /// <summary>Saves both copies. The write may begin only when both exist: recovery takes two copies for a write that had
    /// begun.</summary>
    /// <returns>False if the folder doesn't allow it.</returns>
    public static bool TrySave(SharedFilePaths paths, byte[] before, byte[] after)
    {
        Clear(paths);
        if (!TrySave(paths, paths.Before, before) || !TrySave(paths, paths.After, after))
        {
            Clear(paths);
            return false;
        }

        LinuxFile.FlushFolder(paths.Folder);
        return true;
    }

    public static void Clear(SharedFilePaths paths)
    {
        LinuxFile.Delete(paths.After);
        LinuxFile.Delete(paths.Before);
    }

    /// <summary>Recovers from a crash: restores the old content from a mixture, and removes our leftover files.</summary>
    public static void Recover(SharedFilePaths paths, SharedFileLease lease, int maxBytes)
    {
        foreach (var leftover in paths.Leftovers())
        {
            LinuxFile.Delete(leftover);
        }

        var before = TryRead(paths.Before, maxBytes);
        var after = TryRead(paths.After, maxBytes);
        if (before is not null && after is not null && lease.File is not null && IsMixture(lease.Read(), before, after))
        {
            using var file = LinuxFile.Open(paths.File, LinuxNative.WriteOnly);
            InPlaceWrite.Overwrite(file, lease.Content.Length, before, paths.File);
        }

        if (before is not null || after is not null)
        {
            Clear(paths);
        }
    }

    // Anything else was edited since by someone who saw the mixture; their content wins.
    private static bool IsMixture(byte[] content, byte[] before, byte[] after)
    {
        var isMixture =
            !content.AsSpan().SequenceEqual(before)
            && !content.AsSpan().SequenceEqual(after)
            && content.Length >= Math.Min(before.Length, after.Length)
            && content.Length <= Math.Max(before.Length, after.Length);
        for (var i = 0; isMixture && i < content.Length; i++)
        {
            // After a power cut, growth that wasn't on disk yet reads as zeros.
            isMixture = (i < before.Length ? content[i] == before[i] : content[i] == 0) || (i < after.Length && content[i] == after[i]);
        }

        return isMixture;
    }

    private static bool TrySave(SharedFilePaths paths, string path, byte[] content)
    {
        var temporary = paths.NewTemporary();
        const int Flags = LinuxNative.WriteOnly | LinuxNative.Create | LinuxNative.Exclusive;
        using var file = LinuxFile.TryOpen(temporary, Flags, out var error, mode: 0x180);
        if (file is null)
        {
            return LinuxError.IsDenied(error) ? false : throw new HostFileException($"Can't create a file in {paths.Folder}", error);
        }

        try
        {
            LinuxFile.Write(file, content, temporary);
            LinuxFile.Check(LinuxNative.Rename(temporary, path), $"Can't create {path}");
            return true;
        }
        finally
        {
            LinuxFile.Delete(temporary);
        }
    }

    private static byte[]? TryRead(string path, int maxBytes)
    {
        using var file = LinuxFile.TryOpen(path, LinuxNative.ReadOnly, out _);
        return file is not null && LinuxFile.Status(file).IsRegularFile ? LinuxFile.Read(file, maxBytes) : null;
    }
}
