using System.Globalization;
using System.IO.Abstractions;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Distinguishes files that had the same name. The class library has no inode numbers, so this calls the system.</summary>
internal static partial class FileIdentity
{
    private const int CurrentFolder = -100;
    private const uint Inode = 0x100;

    /// <summary>The identity of an open file, <c>number@device</c> without blanks; null if the system doesn't report one.</summary>
    public static string? Of(Stream stream)
    {
        try
        {
            if (HandleOf(stream) is not { } handle)
            {
                return null;
            }

            if (OperatingSystem.IsLinux())
            {
                return OfLinux(handle);
            }

            return OperatingSystem.IsWindows() ? OfWindows(handle) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is older than statx.
            return null;
        }
    }

    /// <summary>A substitute where the system reports no identity.</summary>
    public static string OfTime(DateTime created) => string.Create(CultureInfo.InvariantCulture, $"t{created.Ticks}@");

    /// <summary>Whether an identity comes from the system and isn't a substitute.</summary>
    public static bool IsCertain(string id) => !id.StartsWith('t');

    /// <summary>The identity of a file that isn't opened for it; null where only the creation time is available.</summary>
    public static unsafe string? OfPath(string path)
    {
        try
        {
            var stat = default(LinuxStat);
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, path, 0, Inode, &stat) == 0 ? Text(stat) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The type and mode of an open file; 0 if the system doesn't report them.</summary>
    [SupportedOSPlatform("linux")]
    public static unsafe int ModeOf(SafeFileHandle handle)
    {
        const int AtEmptyPath = 0x1000;
        const uint TypeAndMode = 3;
        var stat = default(LinuxStat);
        return Statx(handle, "", AtEmptyPath, TypeAndMode, &stat) == 0 ? stat.Mode : 0;
    }

    /// <summary>Whether two identities, one maybe from an earlier boot, are of one file: device numbers change at boot, file numbers
    /// don't.</summary>
    public static bool SameFile(string one, string other) => Number(one).SequenceEqual(Number(other));

    private static ReadOnlySpan<char> Number(string id) =>
        id.AsSpan(0, id.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? at : id.Length);

    // The file system abstraction wraps the stream of a real file; a file in memory has no handle.
    private static SafeFileHandle? HandleOf(Stream stream)
    {
        try
        {
            return (stream is FileSystemStream wrapped ? (FileStream)wrapped : stream as FileStream)?.SafeFileHandle;
        }
        catch (InvalidCastException)
        {
            return null;
        }
    }

    [SupportedOSPlatform("linux")]
    private static unsafe string? OfLinux(SafeFileHandle handle)
    {
        const int AtEmptyPath = 0x1000;
        var stat = default(LinuxStat);
        return Statx(handle, "", AtEmptyPath, Inode, &stat) == 0 ? Text(stat) : null;
    }

    private static string Text(in LinuxStat stat) =>
        string.Create(CultureInfo.InvariantCulture, $"{stat.Inode}@{stat.DeviceMajor}:{stat.DeviceMinor}");

    [SupportedOSPlatform("windows")]
    private static unsafe string? OfWindows(SafeFileHandle handle)
    {
        var info = default(WindowsFileInformation);
        return GetFileInformationByHandle(handle, &info) != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{((ulong)info.IndexHigh << 32) | info.IndexLow}@{info.Volume}")
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(SafeFileHandle directory, string path, int flags, uint mask, LinuxStat* stat);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, LinuxStat* stat);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    private static unsafe partial int GetFileInformationByHandle(SafeFileHandle file, WindowsFileInformation* information);

    // struct statx is the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxStat
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    // BY_HANDLE_FILE_INFORMATION
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct WindowsFileInformation
    {
        [FieldOffset(28)]
        public uint Volume;

        [FieldOffset(44)]
        public uint IndexHigh;

        [FieldOffset(48)]
        public uint IndexLow;
    }
}
