using System.Runtime.InteropServices;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

internal static partial class Pipe
{
    public static void Make(string path) => MakePipe(path, 0x180).Should().Be(0);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
