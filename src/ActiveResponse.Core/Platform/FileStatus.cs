using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>Who owns a file, who may write it, and what it is; links are not followed.</summary>
/// <param name="Owner">The user it belongs to; null where the platform doesn't say.</param>
/// <param name="Group">Its group; null where the platform doesn't say.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsRegular">Whether it is a regular file. Linux; elsewhere sockets and devices count as such.</param>
public readonly partial record struct FileStatus(uint? Owner, uint? Group, UnixFileMode Mode, bool IsLink, bool IsFolder, bool IsRegular)
{
    /// <summary>How many names it has; 1 where the platform doesn't tell.</summary>
    internal uint Names { get; private init; } = 1;

    private const UnixFileMode Strangers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether its group or everybody may write it.</summary>
    public bool IsWritableByOthers => (Mode & Strangers) != 0;

    internal bool IsWritableByEverybody => (Mode & UnixFileMode.OtherWrite) != 0;

    internal bool IsSticky => (Mode & UnixFileMode.StickyBit) != 0;

    internal bool IsExecutable => (Mode & Execute) != 0;

    /// <summary>Whether root or the user we run as owns it. Where the platform doesn't tell the owner, the mode alone must do.</summary>
    public bool IsOwnedByTrusted => Owner is null or 0 || Owner == EffectiveUser();

    /// <summary>The permission bits the way chmod takes them, e.g. <c>664</c>.</summary>
    internal string Octal => Convert.ToString((int)Mode, 8);

    /// <summary>The status of a path; null when it isn't there or can't be read.</summary>
    /// <param name="path">The path; a link at its end isn't followed.</param>
    public static FileStatus? Of(string path) => OperatingSystem.IsLinux() ? FromKernel(path) : FromRuntime(path);

    /// <summary>The status of an open file or folder. Linux.</summary>
    internal static FileStatus? OfOpen(int file) => FromKernel(file, "");

    /// <summary>What tells the file under a name in an open folder from every other, or with an empty name an open file itself; null when
    /// there is none. Linux.</summary>
    internal static unsafe (ulong Device, ulong Number)? IdentityAt(int folder, string name)
    {
        // Inode at 32; major and minor number of its device at 136.
        var status = stackalloc byte[256];
        return TryLook(folder, name, status) ? (*(ulong*)(status + 136), *(ulong*)(status + 32)) : null;
    }

    private static unsafe FileStatus? FromKernel(string path) =>
        path.Contains('\0') || path.Length == 0 ? null : FromKernel(FolderCalls.CurrentFolder, path);

    private static unsafe FileStatus? FromKernel(int folder, string path)
    {
        var status = stackalloc byte[256];
        if (!TryLook(folder, path, status))
        {
            return null;
        }

        var mode = *(ushort*)(status + 28);
        var kind = mode & 0xf000;
        return new FileStatus(
            *(uint*)(status + 20),
            *(uint*)(status + 24),
            (UnixFileMode)(mode & 0xfff),
            kind == 0xa000,
            kind == 0x4000,
            kind == 0x8000
        )
        {
            Names = *(uint*)(status + 16),
        };
    }

    // struct statx: 256 bytes, the same on every architecture; number of names at 16, owner at 20, group at 24, mode at 28.
    private static unsafe bool TryLook(int folder, string path, byte* status)
    {
        const int EmptyPath = 0x1000;
        const uint BasicFields = 0x7ff;
        return FolderCalls.StatX(folder, path, FolderCalls.DontFollowStatus | (path.Length == 0 ? EmptyPath : 0), BasicFields, status) == 0;
    }

    private static FileStatus? FromRuntime(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            var isLink = attributes.HasFlag(FileAttributes.ReparsePoint);
            var isFolder = attributes.HasFlag(FileAttributes.Directory);
            var mode = OperatingSystem.IsWindows() ? Execute : File.GetUnixFileMode(path);
            return new FileStatus(null, null, mode, isLink, isFolder, !isLink && !isFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The user this process acts as; null where the platform has no numbers for users.</summary>
    public static uint? EffectiveUser() => OperatingSystem.IsWindows() ? null : GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
