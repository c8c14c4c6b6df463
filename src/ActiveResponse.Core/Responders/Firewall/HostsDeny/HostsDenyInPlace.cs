using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Writes over the file where it can't be replaced: it is a mount point, its folder is closed, or its owner can't be given to a new file.</summary>
/// <remarks>
/// A crash in the middle leaves a mixture, so the order is chosen to lose least: old and new content go to disk beside it first (where the folder is open),
/// then the room for growth is taken, then all bytes are written in one go, and what is too much is cut off last.
/// </remarks>
internal static class HostsDenyInPlace
{
    public static HostsDenyWrite Write(HostsDenyPaths paths, HostsDenyLease lease, byte[] content)
    {
        using var file = LinuxFile.Open(paths.File, LinuxNative.WriteOnly);
        var hasCopies = lease.FolderError == 0 && HostsDenyJournal.TrySave(paths, lease.Content, content);
        if (!lease.IsCurrent())
        {
            return HostsDenyWrite.EditedMeanwhile;
        }

        Overwrite(file, lease.Content.Length, content, paths.File);
        if (hasCopies)
        {
            HostsDenyJournal.Clear(paths);
        }

        return HostsDenyWrite.Done;
    }

    public static void Overwrite(SafeFileHandle file, int oldLength, byte[] content, string path)
    {
        // A full disk must show itself before the first byte is overwritten; where room can't be reserved, writing is all there is.
        // The length stays for now: libwrap denies everybody while a file doesn't end in a newline, and zeros are none.
        var error = content.Length > oldLength && LinuxNative.Allocate(file, LinuxNative.KeepSize, 0, content.Length) != 0
            ? Marshal.GetLastPInvokeError()
            : 0;
        if (error is LinuxError.NoSpace or LinuxError.QuotaExceeded)
        {
            _ = LinuxNative.Truncate(file, oldLength);
            throw new HostsDenyException($"Can't write {path}", error);
        }

        LinuxFile.Write(file, content, path);
        if (content.Length < oldLength)
        {
            LinuxFile.Check(LinuxNative.Truncate(file, content.Length), $"Can't shorten {path}");
            LinuxFile.Flush(file, path);
        }
    }
}
