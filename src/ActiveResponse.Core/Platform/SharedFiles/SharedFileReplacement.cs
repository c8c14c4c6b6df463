using System.Runtime.InteropServices;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Replaces the old file by a new one atomically: readers see one or the other, whole, also after a crash.</summary>
internal static class SharedFileReplacement
{
    // rw-r--r--, as on Debian: libwrap runs as the service's user, whichever that is.
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
                : throw new HostFileException($"Can't create a file in {paths.Folder}", error);
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

        // EBUSY: something is mounted on the file itself, as container engines do with files in /etc.
        var error = Marshal.GetLastPInvokeError();
        return error == LinuxError.Busy || LinuxError.IsDenied(error)
            ? SharedFileWrite.Impossible
            : throw new HostFileException($"Can't replace {paths.File}", error);
    }
}
