using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Ossec.Files;

/// <summary>A log that several programs append to, in a folder that others may be able to write: one write per entry, and never through a
/// link.</summary>
internal static class SharedLog
{
    // 0660, like the stock logs.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Appends an entry; creates a missing file for its folder's group.</summary>
    /// <exception cref="IOException">It can't be written, or isn't a regular file with one name.</exception>
    public static void Append(string path, ReadOnlySpan<byte> entry)
    {
        using var log = Open(path);

        // On Linux the kernel appends each write, whatever the offset.
        RandomAccess.Write(log, entry, fileOffset: OperatingSystem.IsLinux() ? 0 : RandomAccess.GetLength(log));
    }

    // FileMode.Append uses the end at opening; another process may have written since.
    private static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        using var folder = OpenFolder.Open(Path.GetDirectoryName(path) ?? "/");
        return folder.Append(Path.GetFileName(path), Mode, folder.Group);
    }
}
