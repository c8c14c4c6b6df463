using System.Runtime.InteropServices;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>Locks as another process would hold them.</summary>
internal static partial class LockTool
{
    public static SafeFileHandle Hold(string path)
    {
        var file = LinuxFile.Open(path, LinuxNative.ReadWrite | LinuxNative.Create, mode: 0x180);
        LinuxFile.TryLock(file).Should().BeTrue();
        return file;
    }

    /// <summary>As a child process gets one when it is forked.</summary>
    public static SafeFileHandle Copy(SafeFileHandle file) => new(Duplicate(file), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(SafeFileHandle file);

    /// <summary>Makes a file another user's. Takes root.</summary>
    public static void GiveTo(string path, uint user) => LinuxFile.Check(ChangeOwner(path, user, user), "Can't give it away");

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    public static void Release(SafeFileHandle file) => LinuxFile.Check(LinuxNative.Lock(file, LinuxNative.Unlock), "Can't unlock");
}
