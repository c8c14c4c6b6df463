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
    internal static (ulong Device, ulong Number)? IdentityAt(int folder, string name) =>
        TryLook(folder, name, out var status) ? (status.Device, status.Number) : null;

    private static FileStatus? FromKernel(string path) =>
        path.Contains('\0') || path.Length == 0 ? null : FromKernel(LinuxNative.CurrentFolder, path);

    private static FileStatus? FromKernel(int folder, string path) =>
        TryLook(folder, path, out var status)
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

    private static unsafe bool TryLook(int folder, string path, out LinuxFileStatus status)
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

    /// <summary>The user this process acts as; null where the platform has no numbers for users.</summary>
    public static uint? EffectiveUser() => OperatingSystem.IsWindows() ? null : GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
