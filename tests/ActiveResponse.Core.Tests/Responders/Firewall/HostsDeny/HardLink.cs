using System.Runtime.InteropServices;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

internal static partial class HardLink
{
    public static void Make(string from, string to) => Link(from, to).Should().Be(0);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
