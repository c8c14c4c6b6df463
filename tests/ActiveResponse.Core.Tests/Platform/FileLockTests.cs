using ActiveResponse.Platform;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Platform;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FileLockTests : IDisposable
{
    private const UnixFileMode Shut = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("file-lock-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "some.lock");

    private FileLock Lock => new(Path, TimeSpan.Zero, new ManualClock());

    [Fact]
    public async Task Nobody_else_can_open_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes are Linux's");
        using var held = await Lock.TakeAsync(CancellationToken.None);

        File.GetUnixFileMode(Path).Should().Be(Shut);
        Directory.GetFileSystemEntries(_folder).Should().Equal(Path);
    }

    [Fact]
    public async Task One_at_a_time_holds_it_and_the_next_when_it_is_given_back()
    {
        var held = await Lock.TakeAsync(CancellationToken.None);
        Lock.TryTake().Should().BeNull();
        await FluentActions
            .Awaiting(() => Lock.TakeAsync(CancellationToken.None).AsTask())
            .Should()
            .ThrowAsync<HostFileException>()
            .WithMessage($"Can't lock {Path} within 0 s: * Find out who holds it (lsof), or allow more time.");

        held.Dispose();

        Lock.TryTake()!.Dispose();
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public void What_others_could_open_is_replaced_since_they_may_hold_it(UnixFileMode more)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes are Linux's");
        File.WriteAllText(Path, "a note\n");
        File.SetUnixFileMode(Path, Shut | more);
        using var theirs = LockTool.Hold(Path);

        using var held = Lock.TryTake();

        held.Should().NotBeNull();
        File.GetUnixFileMode(Path).Should().Be(Shut);
        Directory.GetFileSystemEntries(_folder).Should().Equal(Path);
        Lock.TryTake().Should().BeNull();
        held!.Dispose();
        File.ReadAllText(Path).Should().Be("a note\n");
    }

    [Fact]
    public void A_link_is_replaced_and_what_it_leads_to_left_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links are Linux's");
        var other = System.IO.Path.Combine(_folder, "other");
        File.WriteAllText(other, "theirs");
        File.CreateSymbolicLink(Path, other);

        Lock.TryTake()!.Dispose();

        new FileInfo(Path).LinkTarget.Should().BeNull();
        File.ReadAllText(other).Should().Be("theirs");
    }

    [Fact]
    public void A_file_that_holds_more_than_a_note_or_a_folder_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes are Linux's");
        File.WriteAllText(Path, new string('x', 100));
        File.SetUnixFileMode(Path, Shut | UnixFileMode.OtherRead);
        FluentActions
            .Invoking(() => Lock.TryTake())
            .Should()
            .Throw<HostFileException>()
            .WithMessage("*other users can open it*et another lock file.");
        File.ReadAllText(Path).Should().HaveLength(100);

        File.Delete(Path);
        Directory.CreateDirectory(Path);
        FluentActions.Invoking(() => Lock.TryTake()).Should().Throw<HostFileException>();
        Lock.WhyNot().Should().NotBeNull();
    }

    [Fact]
    public void Another_users_file_is_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "it takes root to make another user's file");
        File.WriteAllText(Path, "theirs");
        File.SetUnixFileMode(Path, Shut);
        LockTool.GiveTo(Path, 65534);
        using var theirs = LockTool.Hold(Path);

        using var held = Lock.TryTake();

        held.Should().NotBeNull();
        new FileInfo(Path).Length.Should().Be(0);
    }

    [Fact]
    public void Where_one_folder_is_shut_the_next_is_taken_and_kept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the other places are Linux's");
        var sealedOff = System.IO.Path.Combine(_folder, "missing", "some.lock");
        var own = System.IO.Path.Combine(_folder, "own", "some.lock");
        var moving = new FileLock([new LockPlace(sealedOff), new LockPlace(own, IsOwnFolder: true)], TimeSpan.Zero, new ManualClock());

        using var held = moving.TryTake();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(sealedOff)!);

        held.Should().NotBeNull();
        moving.TryTake().Should().BeNull();
        File.GetUnixFileMode(System.IO.Path.GetDirectoryName(own)!).Should().Be(Shut | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_folder_that_others_can_write_is_not_this_users_own()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the other places are Linux's");
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ff);

        new FileLock([new LockPlace(Path, IsOwnFolder: true)], TimeSpan.Zero, new ManualClock())
            .WhyNot()
            .Should()
            .Contain("isn't this user's own");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
