using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>A program that lets all packets pass.</summary>
internal static class OtherProgram
{
    public const string Name = "somebody_elses";

    public static SafeFileHandle Load()
    {
        var code = new BpfAssembler();
        code.Return(XdpProgram.Pass);
        return BpfProgram.Load(Name, "MIT", code.Finish().Link());
    }

    /// <summary>Attaches it to the firewall's interface, until the link is closed.</summary>
    public static SafeFileHandle Attach(XdpLab lab)
    {
        SafeFileHandle? link = null;
        lab.Network.Firewall.Run(() =>
        {
            using var program = Load();
            link = BpfLink.Attach(program, lab.IndexOf(XdpLab.Interface), flags: 1 << 1, out var error);
            error.Should().Be(0);
        });
        return link!;
    }
}
