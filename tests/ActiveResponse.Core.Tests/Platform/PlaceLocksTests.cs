using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PlaceLocksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("place-locks-").FullName;
    private readonly List<Process> _others = [];

    private string OurFile => Path.Combine(_folder, "places.lock");

    private PlaceLocks Locks => new([new LockPlace(OurFile)]);

    [Fact]
    public void Each_place_has_one_process_until_it_is_let_go()
    {
        NeedPython();
        var other = Other(OurFile, "nftables here");

        var locks = Locks;
        locks.TryHold("nftables here").Should().Be(other.Id);
        locks.Holds("nftables here").Should().BeFalse();
        locks.TryHold("nftables there").Should().BeNull();
        locks.TryHold("nftables there").Should().BeNull("it is ours already");
        locks.Holds("nftables there").Should().BeTrue();

        other.Kill();
        other.WaitForExit();
        locks.TryHold("nftables here").Should().BeNull("a lock ends with its process, however it ends");
    }

    [Fact]
    public void A_process_that_keeps_its_lock_in_another_file_is_seen_too()
    {
        NeedPython();
        var other = Other(Path.Combine(_folder, "elsewhere"), "nftables here");

        Locks.TryHold("nftables here").Should().Be(other.Id);
    }

    [Fact]
    public void What_a_stranger_holds_keeps_nobody_out()
    {
        NeedPython();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "it takes root to be somebody else");
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ff);
        _ = Other(Path.Combine(_folder, "elsewhere"), "nftables here", "os.setgid(65534); os.setuid(65534)");

        Locks.TryHold("nftables here").Should().BeNull();
    }

    [Fact]
    public void One_that_is_let_go_is_free_for_others()
    {
        NeedPython();
        var locks = Locks;
        locks.TryHold("nftables here").Should().BeNull();
        locks.LetGo("nftables here");

        Other(OurFile, "nftables here").HasExited.Should().BeFalse();
        locks.TryHold("nftables here").Should().NotBeNull();
    }

    public void Dispose()
    {
        foreach (var other in _others)
        {
            other.Kill();
            other.WaitForExit();
            other.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void NeedPython() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "the other process is one of python3");

    private Process Other(string file, string place, string first = "")
    {
        var at = PlaceLocks.OffsetOf(place).ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/python3",
                [
                    "-c",
                    $"import fcntl, os, sys\n{first}\nf = os.open('{file}', os.O_RDWR | os.O_CREAT, 0o600)\nfcntl.lockf(f, "
                        + $"fcntl.LOCK_EX | fcntl.LOCK_NB, 1, {at})\nprint('held', flush=True)\nsys.stdin.read()",
                ]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        _others.Add(process);
        process.StandardOutput.ReadLine().Should().Be("held");
        return process;
    }
}
