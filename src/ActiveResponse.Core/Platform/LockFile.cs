using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Opens lock files on Linux, so that nobody else can hold the lock: mode 0600, root's or ours, never through a link.</summary>
internal static class LockFile
{
    // What is kept in a lock file is a line. A longer file is no lock file, and isn't ours to replace.
    private const ulong LongestNote = 64;

    /// <summary>Opens the lock file at a path; one that others could hold is replaced by one that they can't.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="makes">Whether it is made where it is missing.</param>
    /// <param name="problem">Why there is none, or null when it is merely missing.</param>
    public static SafeFileHandle? TryOpen(string path, bool makes, out LockFileProblem? problem)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var flags = LinuxNative.ReadWrite | LinuxNative.NoLinks | (makes ? LinuxNative.Create : 0);
            var file = LinuxFile.TryOpen(path, flags, out var error, LinuxNative.OwnerOnly);
            if (error == LinuxError.NoEntry && !makes)
            {
                problem = null;
                return null;
            }

            if (file is null && error != LinuxError.TooManyLinks)
            {
                problem = new LockFileProblem(error, Marshal.GetPInvokeErrorMessage(error));
                return null;
            }

            var found = file is null ? LinuxFile.TryStatus(path, follow: false) : LinuxFile.Status(file);
            if (found is { IsRegularFile: true, IsOwnedByTrusted: true, IsOpenToOthers: false })
            {
                problem = null;
                return file;
            }

            // Shutting others out isn't enough: who has it open already holds it as long as he likes.
            var isReplaced = found is { } other && TryReplace(path, other, file);
            file?.Dispose();
            if (!isReplaced && LinuxFile.TryStatus(path, follow: false) is { } still && found is { } judged && still.IsSameFile(judged))
            {
                problem = new LockFileProblem(0, Describe(judged));
                return null;
            }
        }

        problem = new LockFileProblem(0, "others change it all the time");
        return null;
    }

    private static bool TryReplace(string path, LinuxFileStatus judged, SafeFileHandle? old)
    {
        if (judged.IsDirectory || judged.Size > LongestNote)
        {
            return false;
        }

        var flags = LinuxNative.ReadWrite | LinuxNative.Create | LinuxNative.Exclusive | LinuxNative.NoLinks;
        var made = $"{path}.{Guid.NewGuid():N}";
        using (var file = LinuxFile.TryOpen(made, flags, out _, LinuxNative.OwnerOnly))
        {
            if (file is null)
            {
                return false;
            }

            if (old is not null && judged is { IsRegularFile: true, IsOwnedByTrusted: true })
            {
                Span<byte> note = stackalloc byte[(int)LongestNote];
                RandomAccess.Write(file, note[..RandomAccess.Read(old, note, 0)], 0);
            }
        }

        var isSwapped = LinuxFile.TrySwap(made, path);
        if (isSwapped && LinuxFile.TryStatus(made, follow: false) is { } taken && !taken.IsSameFile(judged))
        {
            // Another process was first, and may hold its new file by now.
            _ = LinuxFile.TrySwap(made, path);
        }

        LinuxFile.Delete(made);
        return isSwapped
            || (LinuxFile.TryStatus(path, follow: false) is { } there && there.IsSameFile(judged) && LinuxNative.Unlink(path) == 0);
    }

    private static string Describe(LinuxFileStatus found) =>
        found.IsDirectory ? "it is a folder"
        : !found.IsRegularFile ? "it is no regular file"
        : !found.IsOwnedByTrusted ? $"it belongs to another user (uid {found.User})"
        : "others could open it, and so hold the lock: chmod 600";
}

/// <summary>Why a lock file can't be used.</summary>
/// <param name="Error">The errno of the system, or 0 when it was us who refused the file.</param>
/// <param name="Reason">In words.</param>
internal sealed record LockFileProblem(int Error, string Reason);
