using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Loads the program into the kernel.</summary>
internal static class XdpLoader
{
    /// <summary>The program's name, as <c>ip link</c> and <c>bpftool</c> show it.</summary>
    public const string Name = "active_response";

    // None of its helpers is only for programs under the GPL.
    private const string Licence = "MIT";

    /// <exception cref="BpfException">The kernel refuses it.</exception>
    /// <exception cref="FirewallException">The program's clock isn't this process'.</exception>
    public static SafeFileHandle Load(XdpMaps maps)
    {
        BootClock.RequireKernels();
        Span<int> files = stackalloc int[XdpMaps.Count];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = (int)maps[i].File.DangerousGetHandle();
        }

        return BpfProgram.Load(Name, Licence, XdpProgram.Assemble().Link(files));
    }
}
