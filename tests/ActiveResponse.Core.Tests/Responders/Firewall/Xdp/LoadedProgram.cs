using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using ActiveResponse.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>The program in the kernel, with maps of its own and attached to nothing.</summary>
internal sealed class LoadedProgram : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly SafeFileHandle _program;

    private LoadedProgram(XdpMaps maps) => (Maps, _program) = (maps, XdpLoader.Load(maps));

    public XdpMaps Maps { get; }

    public ulong Dropped => XdpListing.Dropped(Maps);

    /// <summary>Loads it; skips the test where that isn't possible.</summary>
    /// <param name="room">How many entries of each kind there may be.</param>
    public static LoadedProgram Load(int room = 4096)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Loading a program takes root on Linux.");
        try
        {
            return new LoadedProgram(XdpMaps.Create(room));
        }
        catch (BpfException e) when (e.Error is BpfErrors.NoSystemCall or BpfErrors.NotPermitted)
        {
            Assert.Skip($"The kernel doesn't let programs be loaded here: {e.Message}");
            throw;
        }
    }

    /// <summary>Blocks addresses and networks.</summary>
    public IReadOnlyList<ResponderResult> Block(params IEnumerable<string> addresses) => Block(addresses.Select(Some.Prefix), null);

    /// <summary>Blocks addresses and networks whose ends have come already.</summary>
    public void BlockEnded(params IEnumerable<string> addresses) => Block(addresses.Select(Some.Prefix), Now);

    /// <summary>Blocks until a time.</summary>
    public IReadOnlyList<ResponderResult> Block(IEnumerable<AddressPrefix> addresses, DateTimeOffset? until) =>
        Change([.. addresses.Select(address => new FirewallChange(new FirewallEntry(address, until), Blocks: true))]);

    public IReadOnlyList<ResponderResult> Change(IReadOnlyList<FirewallChange> changes) =>
        new XdpChanges(Maps, Now, CancellationToken.None).Run(changes);

    public IReadOnlyList<FirewallEntry> List() => XdpListing.Read(Maps, Now, sweeps: false);

    /// <summary>Whether it drops a packet.</summary>
    public bool Drops(ReadOnlySpan<byte> packet) =>
        BpfTestRun.Run(_program, packet).Result switch
        {
            XdpProgram.Drop => true,
            XdpProgram.Pass => false,
            var other => throw new InvalidOperationException($"It returned {other}."),
        };

    public void Dispose()
    {
        _program.Dispose();
        Maps.Dispose();
    }
}
