using System.Runtime.InteropServices;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Why it can't be used, for an operator.</summary>
public sealed partial class XdpProbeTests
{
    private const int NetworkAdministrator = 12;
    private const int Bpf = 39;

    [Fact]
    public async Task A_kernel_that_is_too_old_is_named()
    {
        var backend = new XdpBackend(new XdpOptions(), TimeProvider.System, kernel: new Version(5, 4, 0));

        var probe = await backend.ProbeAsync(CancellationToken.None);

        probe.IsUsable.Should().BeFalse();
        probe
            .Reason.Should()
            .Be(
                OperatingSystem.IsLinux()
                    ? "needs Linux 5.9 or later, and this is 5.4.0. Use another firewall."
                    : "XDP is a part of Linux. Use that of this system."
            );
    }

    [Theory]
    [InlineData("/proc", "isn't a bpf file system. Mount one: mount -t bpf -o mode=0700 bpf /proc.")]
    [InlineData("/no/such/folder", "doesn't exist. Mount a bpf file system: mount -t bpf -o mode=0700 bpf /no/such/folder.")]
    public async Task Without_a_bpf_file_system_it_says_how_to_get_one(string folder, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDP is a part of Linux.");
        var backend = new XdpBackend(new XdpOptions { Folder = folder }, TimeProvider.System, kernel: new Version(6, 1, 0));

        (await backend.ProbeAsync(CancellationToken.None)).Reason.Should().Be($"{folder} {expected}");
        await backend.UninstallAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_rights_it_asks_for_are_enough()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = Restricted(lab, 1 << NetworkAdministrator, 1 << (Bpf - 32));

        (await backend.ProbeAsync(CancellationToken.None)).Should().Match<FirewallProbe>(static probe => probe.IsUsable);
        await backend.BlockAsync(NetworkLab.Client4);

        (await backend.AddressesAsync()).Should().Equal(NetworkLab.Client4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1 << NetworkAdministrator, 0)]
    [InlineData(0, 1 << (Bpf - 32))]
    public async Task Without_the_rights_it_says_which(int low, int high)
    {
        using var lab = await XdpLab.PairAsync();
        var backend = Restricted(lab, low, high);

        var probe = await backend.ProbeAsync(CancellationToken.None);

        probe.IsUsable.Should().BeFalse();
        probe.Reason.Should().Contain("CAP_BPF and CAP_NET_ADMIN");
    }

    [Fact]
    public void A_program_that_the_kernel_refuses_fails_with_the_words_of_its_verifier()
    {
        using var _ = LoadedProgram.Load();
        var code = new BpfAssembler();
        code.Move(BpfRegister.R1, BpfRegister.R5);
        code.Return(XdpProgram.Pass);

        var load = () => BpfProgram.Load("bad", "MIT", code.Finish().Link());

        load.Should().Throw<BpfException>().WithMessage("*the program bad can't be loaded*The verifier:*R5 !read_ok*");
    }

    private static XdpBackend Restricted(XdpLab lab, int low, int high) =>
        new(
            lab.Options,
            TimeProvider.System,
            work =>
                lab.Network.Firewall.Run(() =>
                {
                    Keep(low, high);
                    work();
                })
        );

    // The system's way to give up the effective rights of a thread: version 3, this thread, three words for each half.
    private static void Keep(int low, int high)
    {
        uint[] header = [0x20080522, 0];
        var rights = new uint[6];
        GetRights(header, rights).Should().Be(0);
        (rights[0], rights[3]) = ((uint)low, (uint)high);
        SetRights(header, rights).Should().Be(0);
    }

    [LibraryImport("libc", EntryPoint = "capget")]
    private static partial int GetRights(uint[] header, [Out] uint[] rights);

    [LibraryImport("libc", EntryPoint = "capset")]
    private static partial int SetRights(uint[] header, uint[] rights);
}
