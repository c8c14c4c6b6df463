using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>The errors of Linux that matter here: what they mean for an operator, and what helps.</summary>
internal static class LinuxError
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int NoAccess = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int TooManyLinks = 40;
    public const int NoData = 61;
    public const int NotSupported = 95;
    public const int QuotaExceeded = 122;

    /// <summary>Whether the folder may not be changed, though the file in it perhaps may.</summary>
    public static bool IsDenied(int error) => error is NotPermitted or NoAccess or ReadOnlyFileSystem;

    public static string Explain(int error) =>
        error switch
        {
            NotPermitted => "the system doesn't permit it. Run as root, and look for an immutable attribute (lsattr, chattr -i).",
            NoEntry => "it doesn't exist. Create the folder, or set another file.",
            NoAccess => "permission denied. Run as root, or let this user write the file.",
            IsDirectory => "it is a directory. Set the path of a file.",
            NoSpace => "the disk is full. Free some space; the old content is unchanged.",
            ReadOnlyFileSystem => "the file system is read-only. Remount it writable, or set another file.",
            QuotaExceeded => "the disk quota is used up. Free some space; the old content is unchanged.",
            _ => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error}).",
        };
}
