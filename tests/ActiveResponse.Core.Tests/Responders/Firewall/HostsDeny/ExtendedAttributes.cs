using System.Text;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

internal static unsafe class ExtendedAttributes
{
    public static bool TrySet(string path, string name, ReadOnlySpan<byte> value)
    {
        using var file = LinuxFile.Open(path, LinuxNative.WriteOnly);
        fixed (byte* n = Encoding.ASCII.GetBytes(name + "\0"))
        fixed (byte* v = value)
        {
            return LinuxNative.SetAttribute(file, n, v, (nuint)value.Length, 0) == 0;
        }
    }

    public static byte[] Get(string path, string name)
    {
        using var file = LinuxFile.Open(path, LinuxNative.ReadOnly);
        var value = new byte[1024];
        fixed (byte* n = Encoding.ASCII.GetBytes(name + "\0"))
        fixed (byte* v = value)
        {
            var size = LinuxNative.GetAttribute(file, n, v, (nuint)value.Length);
            return size < 0 ? [] : value[..(int)size];
        }
    }
}
