using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Opens lock files on Linux that no other user can lock: mode 0600, owned by root or us, never through a link.</summary>
internal static class LockFile
{
    private const int Attempts = 3;

    // A lock file holds one line at most. A longer file isn't a lock file, and isn't ours to replace.
    private const ulong LongestNote = 64;

    /// <summary>Opens the lock file at a path, and replaces one that other users could lock.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="makes">Whether to create a missing file.</param>
    /// <param name="problem">Why it can't be opened, or null when it is merely missing.</param>
    public static SafeFileHandle? TryOpen(string path, bool makes, out LockFileProblem? problem)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var file = Open(path, makes, out var error);
            if (file is null && error != LinuxError.TooManyLinks)
            {
                problem = error == LinuxError.NoEntry && !makes ? null : new LockFileProblem(error, Marshal.GetPInvokeErrorMessage(error));
                return null;
            }

            if (StatusOf(path, file) is not { } found)
            {
                continue;
            }

            if (IsSafe(found))
            {
                problem = null;
                return file;
            }

            // Changing the mode isn't enough: whoever has the file open already can keep the lock.
            var isReplaced = TryReplace(path, found, file);
            file?.Dispose();
            if (!isReplaced && IsAt(path, found))
            {
                problem = new LockFileProblem(0, Describe(found));
                return null;
            }
        }

        problem = new LockFileProblem(0, "other programs keep changing it");
        return null;
    }

    private static SafeFileHandle? Open(string path, bool makes, out int error)
    {
        var flags = LinuxNative.ReadWrite | LinuxNative.NoLinks | (makes ? LinuxNative.Create : 0);
        return LinuxFile.TryOpen(path, flags, out error, LinuxNative.OwnerOnly);
    }

    /// <summary>The status of the open file, or of the link that couldn't be opened; null if the link has gone meanwhile.</summary>
    private static LinuxFileStatus? StatusOf(string path, SafeFileHandle? file)
    {
        if (file is not null)
        {
            return LinuxFile.Status(file);
        }

        return LinuxFile.TryStatus(path, follow: false) is { } found && !IsSafe(found) ? found : null;
    }

    private static bool IsSafe(LinuxFileStatus found) => found is { IsRegularFile: true, IsOwnedByTrusted: true, IsOpenToOthers: false };

    private static bool IsAt(string path, LinuxFileStatus file) =>
        LinuxFile.TryStatus(path, follow: false) is { } there && there.IsSameFile(file);

    private static bool TryReplace(string path, LinuxFileStatus judged, SafeFileHandle? old)
    {
        var made = $"{path}.{Guid.NewGuid():N}";
        if (judged.IsDirectory || judged.Size > LongestNote || !TryMake(made, judged, old))
        {
            return false;
        }

        var isSwapped = LinuxFile.TrySwap(made, path);
        if (isSwapped && LinuxFile.TryStatus(made, follow: false) is { } taken && !taken.IsSameFile(judged))
        {
            // Another process replaced it first, and may have locked its new file by now.
            _ = LinuxFile.TrySwap(made, path);
        }

        LinuxFile.Delete(made);
        return isSwapped || (IsAt(path, judged) && LinuxNative.Unlink(path) == 0);
    }

    private static bool TryMake(string path, LinuxFileStatus judged, SafeFileHandle? old)
    {
        var flags = LinuxNative.ReadWrite | LinuxNative.Create | LinuxNative.Exclusive | LinuxNative.NoLinks;
        using var file = LinuxFile.TryOpen(path, flags, out _, LinuxNative.OwnerOnly);
        if (file is null)
        {
            return false;
        }

        if (old is not null && judged is { IsRegularFile: true, IsOwnedByTrusted: true })
        {
            Span<byte> note = stackalloc byte[(int)LongestNote];
            RandomAccess.Write(file, note[..RandomAccess.Read(old, note, 0)], 0);
        }

        return true;
    }

    private static string Describe(LinuxFileStatus found) =>
        found switch
        {
            { IsDirectory: true } => "it is a folder",
            { IsRegularFile: false } => "it is not a regular file",
            { IsOwnedByTrusted: false } => $"it belongs to another user (uid {found.User})",
            _ => "other users can open it, and so hold the lock: chmod 600",
        };
}

/// <summary>Why a lock file can't be used.</summary>
/// <param name="Error">The system's errno, or 0 if we refused the file.</param>
/// <param name="Reason">The reason as text.</param>
internal sealed record LockFileProblem(int Error, string Reason);
