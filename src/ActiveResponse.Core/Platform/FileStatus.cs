using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>A file's owner, permissions and kind; links aren't followed.</summary>
/// <param name="Owner">The owner's uid; null where the platform has none.</param>
/// <param name="Group">The group's gid; null where the platform has none.</param>
/// <param name="Mode">The permissions.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsRegular">Whether it is a regular file. On Linux; elsewhere sockets and devices count too.</param>
public readonly partial record struct FileStatus(uint? Owner, uint? Group, UnixFileMode Mode, bool IsLink, bool IsFolder, bool IsRegular)
{
    /// <summary>The number of its names; 1 where the platform doesn't report it.</summary>
    internal uint Names { get; private init; } = 1;

    private const UnixFileMode Strangers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether its group or everyone may write it.</summary>
    public bool IsWritableByOthers => (Mode & Strangers) != 0;

    internal bool IsWritableByEverybody => (Mode & UnixFileMode.OtherWrite) != 0;

    internal bool IsSticky => (Mode & UnixFileMode.StickyBit) != 0;

    internal bool IsExecutable => (Mode & Execute) != 0;

    /// <summary>Whether root or our user owns it. True where the platform has no owners.</summary>
    public bool IsOwnedByTrusted => Owner is null or 0 || Owner == EffectiveUser();

    /// <summary>The permission bits in chmod's notation, e.g. <c>664</c>.</summary>
    internal string Octal => Convert.ToString((int)Mode, 8);

    /// <summary>The status of a path; null if it doesn't exist or can't be read.</summary>
    /// <param name="path">The path; a link at its end isn't followed.</param>
    public static FileStatus? Of(string path) => OperatingSystem.IsLinux() ? FromKernel(path) : FromRuntime(path);

    /// <summary>The status of an open file or folder. Linux.</summary>
    internal static FileStatus? OfOpen(int file) => FromKernel(file, "");

    /// <summary>The identity of a name in an open folder, or with an empty name of the open file itself; null if it doesn't exist.
    /// Linux.</summary>
    internal static (ulong Device, ulong Number)? IdentityAt(int folder, string name) =>
        TryRead(folder, name, out var status) ? (status.Device, status.Number) : null;

    private static FileStatus? FromKernel(string path) =>
        path.Contains('\0') || path.Length == 0 ? null : FromKernel(LinuxNative.CurrentFolder, path);

    private static FileStatus? FromKernel(int folder, string path) =>
        TryRead(folder, path, out var status)
            ? new FileStatus(
                status.User,
                status.Group,
                (UnixFileMode)status.Permissions,
                status.IsLink,
                status.IsDirectory,
                status.IsRegularFile
            )
            {
                Names = status.Links,
            }
            : null;

    private static unsafe bool TryRead(int folder, string path, out LinuxFileStatus status)
    {
        LinuxFileStatus found;
        var flags = LinuxNative.DontFollow | (path.Length == 0 ? LinuxNative.EmptyPath : 0);
        var isThere = LinuxNative.Status(folder, path, flags, LinuxNative.BasicStatus, &found) == 0;
        status = isThere ? found : default;
        return isThere;
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

    /// <summary>The uid this process acts as; null where the platform has none.</summary>
    public static uint? EffectiveUser() => OperatingSystem.IsWindows() ? null : GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
