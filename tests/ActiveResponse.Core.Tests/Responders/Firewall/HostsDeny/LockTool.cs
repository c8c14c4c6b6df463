using Microsoft.Win32.SafeHandles;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>Locks as another process would hold them.</summary>
internal static class LockTool
{
    private const int Unlock = 8;

    public static SafeFileHandle Hold(string path)
    {
        var file = LinuxFile.Open(path, LinuxNative.ReadWrite | LinuxNative.Create, mode: 0x180);
        LinuxFile.TryLock(file).Should().BeTrue();
        return file;
    }

    public static void Release(SafeFileHandle file) => LinuxFile.Check(LinuxNative.Lock(file, Unlock), "Can't unlock");
}
