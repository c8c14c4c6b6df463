using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Ossec.Files;

/// <summary>A log that several programs append to, in a folder that others may be able to write: one write an entry, and never through a
/// link.</summary>
internal static class SharedLog
{
    // 0660, as the stock logs have it.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Appends an entry; makes the file, for the group of its folder, if it isn't there.</summary>
    /// <exception cref="IOException">It can't be written, or is no plain file of one name.</exception>
    public static void Append(string path, ReadOnlySpan<byte> entry)
    {
        using var log = Open(path);

        // On Linux the kernel finds the end with each write, whatever offset is given.
        RandomAccess.Write(log, entry, fileOffset: OperatingSystem.IsLinux() ? 0 : RandomAccess.GetLength(log));
    }

    // FileMode.Append is the end as it was when the file was opened, where another writer may have written since.
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
