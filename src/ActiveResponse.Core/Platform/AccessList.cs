using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>Whether a file has a POSIX access list. With one, the group bits of its mode are the most the list gives to anybody, not what
/// its group has.</summary>
internal static partial class AccessList
{
    private const string Attribute = "system.posix_acl_access";
    private const int NoSuchAttribute = 61;
    private const int NotSupported = 95;

    /// <summary>Whether there is one, or it can't be told.</summary>
    public static bool IsOn(string path) =>
        OperatingSystem.IsLinux()
        && (Length(path, Attribute, 0, 0) >= 0 || Marshal.GetLastPInvokeError() is not (NoSuchAttribute or NotSupported));

    [LibraryImport("libc", EntryPoint = "lgetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint Length(string path, string name, nint value, nuint size);
}
