using System.Runtime.InteropServices;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Puts a new file in the place of the old one at once: readers and a crash see the one or the other, whole.</summary>
internal static class SharedFileReplacement
{
    // rw-r--r--, as Debian ships the file: libwrap runs as whatever user the service runs as.
    private const uint PermissionsOfNew = 0x1a4;

    private const uint PermissionsWhileWriting = 0x180;

    public static SharedFileWrite Write(SharedFilePaths paths, SharedFileLease lease, ReadOnlySpan<byte> content)
    {
        var temporary = paths.NewTemporary();
        const int Flags = LinuxNative.WriteOnly | LinuxNative.Create | LinuxNative.Exclusive;
        using var file = LinuxFile.TryOpen(temporary, Flags, out var error, PermissionsWhileWriting);
        if (file is null)
        {
            return LinuxError.IsDenied(error)
                ? SharedFileWrite.Impossible
                : throw new HostFileException($"Can't make a file in {paths.Folder}", error);
        }

        try
        {
            if (lease.File is null)
            {
                LinuxFile.Check(LinuxNative.ChangePermissions(file, PermissionsOfNew), $"Can't set the mode of {temporary}");
            }
            else if (!LinuxFileAttributes.TryCopy(lease.File, file))
            {
                return SharedFileWrite.Impossible;
            }

            LinuxFile.Write(file, content, temporary);
            return lease.IsCurrent() ? Rename(temporary, paths) : SharedFileWrite.EditedMeanwhile;
        }
        finally
        {
            LinuxFile.Delete(temporary);
        }
    }

    private static SharedFileWrite Rename(string temporary, SharedFilePaths paths)
    {
        if (LinuxNative.Rename(temporary, paths.File) == 0)
        {
            LinuxFile.FlushFolder(paths.Folder);
            return SharedFileWrite.Done;
        }

        // Busy: something is mounted on the file itself, as container engines do with files of /etc.
        var error = Marshal.GetLastPInvokeError();
        return error == LinuxError.Busy || LinuxError.IsDenied(error)
            ? SharedFileWrite.Impossible
            : throw new HostFileException($"Can't replace {paths.File}", error);
    }
}
