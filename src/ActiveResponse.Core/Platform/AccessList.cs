using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>Detects POSIX access lists. With one, the group bits of the mode are the most the list grants to anyone, not the group's
/// rights.</summary>
internal static partial class AccessList
{
    private const string Attribute = "system.posix_acl_access";
    private const int NoSuchAttribute = 61;
    private const int NotSupported = 95;

    /// <summary>Whether the file has one, or that can't be determined.</summary>
    public static bool IsOn(string path) =>
        OperatingSystem.IsLinux()
        && (Length(path, Attribute, 0, 0) >= 0 || Marshal.GetLastPInvokeError() is not (NoSuchAttribute or NotSupported));

    [LibraryImport("libc", EntryPoint = "lgetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint Length(string path, string name, nint value, nuint size);
}
