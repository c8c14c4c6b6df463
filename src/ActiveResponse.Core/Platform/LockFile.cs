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
            var flags = LockCalls.ReadWrite | LockCalls.NoLinks | (makes ? LockCalls.Create : 0);
            var file = Open(path, flags, out var error);
            if (error == LockCalls.NoEntry && !makes)
            {
                problem = null;
                return null;
            }

            if (file is null && error != LockCalls.TooManyLinks)
            {
                problem = new LockFileProblem(error, Marshal.GetPInvokeErrorMessage(error));
                return null;
            }

            var found = file is null ? LockCalls.Status(path) : LockCalls.Status(file);
            if (found is { IsFile: true, IsOwnedByTrusted: true, IsOpenToOthers: false })
            {
                problem = null;
                return file;
            }

            // Shutting others out isn't enough: who has it open already holds it as long as he likes.
            var isReplaced = found is { } other && TryReplace(path, other, file);
            file?.Dispose();
            if (!isReplaced && LockCalls.Status(path) is { } still && found is { } judged && still.IsSame(judged))
            {
                problem = new LockFileProblem(0, Describe(judged));
                return null;
            }
        }

        problem = new LockFileProblem(0, "others change it all the time");
        return null;
    }

    private static SafeFileHandle? Open(string path, int flags, out int error)
    {
        int descriptor;
        do
        {
            descriptor = LockCalls.Open(path, flags | LockCalls.CloseOnExec | LockCalls.NonBlocking, LockCalls.OwnerOnly);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        } while (error == LockCalls.Interrupted);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static bool TryReplace(string path, LockFileStatus judged, SafeFileHandle? old)
    {
        if (judged.IsFolder || judged.Size > LongestNote)
        {
            return false;
        }

        var made = $"{path}.{Guid.NewGuid():N}";
        using (var file = Open(made, LockCalls.ReadWrite | LockCalls.Create | LockCalls.Exclusive | LockCalls.NoLinks, out _))
        {
            if (file is null)
            {
                return false;
            }

            if (old is not null && judged is { IsFile: true, IsOwnedByTrusted: true })
            {
                Span<byte> note = stackalloc byte[(int)LongestNote];
                RandomAccess.Write(file, note[..RandomAccess.Read(old, note, 0)], 0);
            }
        }

        var isSwapped = LockCalls.TrySwap(made, path);
        if (isSwapped && LockCalls.Status(made) is { } taken && !taken.IsSame(judged))
        {
            // Another process was first, and may hold its new file by now.
            _ = LockCalls.TrySwap(made, path);
        }

        _ = LockCalls.Delete(made);
        return isSwapped || (LockCalls.Status(path) is { } there && there.IsSame(judged) && LockCalls.Delete(path) == 0);
    }

    private static string Describe(LockFileStatus found) =>
        found.IsFolder ? "it is a folder"
        : !found.IsFile ? "it is no regular file"
        : !found.IsOwnedByTrusted ? $"it belongs to another user (uid {found.Owner})"
        : "others could open it, and so hold the lock: chmod 600";
}

/// <summary>Why a lock file can't be used.</summary>
/// <param name="Error">The errno of the system, or 0 when it was us who refused the file.</param>
/// <param name="Reason">In words.</param>
internal sealed record LockFileProblem(int Error, string Reason);
