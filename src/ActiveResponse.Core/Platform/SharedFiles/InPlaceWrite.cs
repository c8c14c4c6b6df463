using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Overwrites the file where it can't be replaced: it is a mount point, its folder is closed, or its owner can't be given to a new
/// file.</summary>
/// <remarks>A crash midway leaves a mixture. The order keeps the loss small: save the old and new content beside the file (where the folder
/// allows it), reserve the space to grow, write all bytes at once, and truncate last.</remarks>
internal static class InPlaceWrite
{
    public static SharedFileWrite Write(SharedFilePaths paths, SharedFileLease lease, byte[] content)
    {
        using var file = LinuxFile.Open(paths.File, LinuxNative.WriteOnly);
        var hasCopies = lease.FolderError == 0 && SharedFileJournal.TrySave(paths, lease.Content, content);
        if (!lease.IsCurrent())
        {
            return SharedFileWrite.EditedMeanwhile;
        }

        Overwrite(file, lease.Content.Length, content, paths.File);
        if (hasCopies)
        {
            SharedFileJournal.Clear(paths);
        }

        return SharedFileWrite.Done;
    }

    public static void Overwrite(SafeFileHandle file, int oldLength, byte[] content, string path)
    {
        // A full disk must show before the first byte is overwritten. The length stays for now: libwrap denies everyone while a file
        // doesn't end in a newline, and reserved zeros don't.
        var error =
            content.Length > oldLength && LinuxNative.Allocate(file, LinuxNative.KeepSize, 0, content.Length) != 0
                ? Marshal.GetLastPInvokeError()
                : 0;
        if (error is LinuxError.NoSpace or LinuxError.QuotaExceeded)
        {
            _ = LinuxNative.Truncate(file, oldLength);
            throw new HostFileException($"Can't write {path}", error);
        }

        LinuxFile.Write(file, content, path);
        if (content.Length < oldLength)
        {
            LinuxFile.Check(LinuxNative.Truncate(file, content.Length), $"Can't shorten {path}");
            LinuxFile.Flush(file, path);
        }
    }
}
