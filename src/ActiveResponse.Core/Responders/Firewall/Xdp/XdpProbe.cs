using System.Runtime.InteropServices;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Checks what must be there before the kernel can be asked: its version, and a bpf file system.</summary>
internal static unsafe partial class XdpProbe
{
    private const long BpfFileSystem = 0xcafe4a11;
    private const int StatusLength = 256;

    // Links to interfaces.
    private static readonly Version Oldest = new(5, 9);

    /// <exception cref="FirewallException">Something is missing.</exception>
    public static void Check(XdpOptions options, Version kernel)
    {
        if (kernel < Oldest)
        {
            throw new FirewallException($"needs Linux {Oldest} or later, and this is {kernel}. Use another firewall.");
        }

        if (!Directory.Exists(options.Folder))
        {
            throw new FirewallException($"{options.Folder} doesn't exist. Mount a bpf file system: {Mount(options)}.");
        }

        if (!IsBpf(options.Folder))
        {
            throw new FirewallException($"{options.Folder} isn't a bpf file system. Mount one: {Mount(options)}.");
        }
    }

    /// <summary>Whether a folder is a bpf file system, without which nothing of ours can be there.</summary>
    public static bool IsBpf(string folder)
    {
        // struct statfs begins with the kind, a long.
        var status = stackalloc byte[StatusLength];
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
        {
            return GetStatus(path, status) == 0 && (*(nint*)status & 0xffffffff) == BpfFileSystem;
        }
    }

    private static string Mount(XdpOptions options) => $"mount -t bpf -o mode=0700 bpf {options.Folder}";

    [LibraryImport("libc", EntryPoint = "statfs")]
    private static partial int GetStatus(byte* path, byte* status);
}
