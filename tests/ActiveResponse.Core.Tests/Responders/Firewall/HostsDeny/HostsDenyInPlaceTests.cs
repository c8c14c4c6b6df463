using System.Runtime.Versioning;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

[UnsupportedOSPlatform("windows")]
public sealed class HostsDenyInPlaceTests : IDisposable
{
    private readonly HostsDenyFixture _fixture = new();

    [Fact]
    public void Writes_over_a_file_that_something_is_mounted_on()
    {
        _fixture.Text = "# hidden\n";
        var mounted = Path.Combine(_fixture.Folder, "mounted");
        File.WriteAllText(mounted, "# mine");
        LinuxSandbox.RunWithMounts(() =>
        {
            LinuxSandbox.MountBind(mounted, _fixture.File);
            Now(_fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);
            Now(_fixture.Backend().AddAsync("203.0.113.10")).Should().Be(ActionOutcome.Applied);
            Now(_fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);
            Now(_fixture.Backend().ListAsync()).Should().Equal(HostsDenyFixture.Entry("203.0.113.10"));
        });

        File.ReadAllText(mounted).Should().Be("# active-response until lifted for 203.0.113.10\nALL:203.0.113.10\n# mine");
        _fixture.Text.Should().Be("# hidden\n");
        _fixture.Names.Should().Equal("hosts.deny", "mounted");
    }

    [Fact]
    public void Writes_over_a_file_whose_folder_is_closed()
    {
        _fixture.Text = "# mine\n";
        File.SetUnixFileMode(_fixture.File, UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        File.SetUnixFileMode(
            _fixture.Folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute
        );
        var before = LinuxFile.TryStatus(_fixture.File)!.Value;

        LinuxSandbox.RunAsNobody(() => Now(_fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied));

        _fixture.Text.Should().Be("# active-response until lifted for 203.0.113.9\nALL:203.0.113.9\n# mine\n");
        LinuxFile.TryStatus(_fixture.File)!.Value.IsSameFile(before).Should().BeTrue();
        Directory.GetFileSystemEntries(_fixture.Folder).Should().Equal(_fixture.File);
    }

    [Fact]
    public void Writes_over_a_file_whose_owner_it_cannot_give_to_a_new_one()
    {
        _fixture.Text = "# mine\n";
        File.SetUnixFileMode(_fixture.File, (UnixFileMode)0x1b6);
        File.SetUnixFileMode(_fixture.Folder, (UnixFileMode)0x1ff);
        var before = LinuxFile.TryStatus(_fixture.File)!.Value;

        LinuxSandbox.RunAsNobody(() =>
        {
            Now(_fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);
            Now(_fixture.Backend().AddAsync("203.0.113.10")).Should().Be(ActionOutcome.Applied);
            Now(_fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);
        });

        var after = LinuxFile.TryStatus(_fixture.File)!.Value;
        (after.IsSameFile(before), after.User).Should().Be((true, before.User));
        _fixture.Text.Should().Be("# active-response until lifted for 203.0.113.10\nALL:203.0.113.10\n# mine\n");
        _fixture.Names.Should().Equal("hosts.deny");
    }

    [Fact]
    public async Task Keeps_a_file_with_two_names_one_file()
    {
        var other = Path.Combine(_fixture.Folder, "other");
        await File.WriteAllTextAsync(other, "# mine\n");
        HardLink.Make(other, _fixture.File);

        await _fixture.Backend().AddAsync("203.0.113.9");

        (await File.ReadAllTextAsync(other)).Should().Be(_fixture.Text).And.StartWith("# active-response");
    }

    [Theory]
    [InlineData("new bytes with old rest", 40)]
    [InlineData("grown, but nothing on disk yet", 0)]
    [InlineData("all but the last byte", 74)]
    public async Task Ends_a_write_that_a_crash_cut_short_with_the_old_content(string what, int written)
    {
        var before = "# mine, some bytes longer than a line of ours is\n"u8.ToArray();
        var after = (
            "# active-response until lifted for 203.0.113.9\nALL:203.0.113.9\n"u8 + "# mine, some bytes longer than a line of ours is\n"u8
        ).ToArray();
        byte[] mixture = [.. after[..written], .. before.Skip(written), .. new byte[after.Length - Math.Max(written, before.Length)]];
        await CrashAsync(mixture, before, after);

        (await _fixture.Backend().ListAsync()).Should().BeEmpty(what);

        _fixture.Bytes.Should().Equal(before);
        _fixture.Names.Should().Equal("hosts.deny");
    }

    [Theory]
    [InlineData("# mine\n")]
    [InlineData("# active-response until lifted for 203.0.113.9\nALL:203.0.113.9\n# mine\n")]
    [InlineData("# edited since by somebody else\n")]
    [InlineData("")]
    public async Task Leaves_a_file_that_is_no_mixture_as_it_is_after_a_crash(string content)
    {
        var after = "# active-response until lifted for 203.0.113.9\nALL:203.0.113.9\n# mine\n"u8.ToArray();
        await CrashAsync([.. content.Select(c => (byte)c)], "# mine\n"u8.ToArray(), after);

        await _fixture.Backend().RemoveAsync("203.0.113.77");

        _fixture.Text.Should().Be(content);
        _fixture.Names.Should().Equal("hosts.deny");
    }

    public void Dispose() => _fixture.Dispose();

    private static T Now<T>(Task<T> task)
    {
        task.IsCompleted.Should().BeTrue("nothing had to be waited for, so that it ran on this thread");
        return task.GetAwaiter().GetResult();
    }

    private async Task CrashAsync(byte[] content, byte[] before, byte[] after)
    {
        _fixture.Bytes = content;
        await File.WriteAllTextAsync(_fixture.LockFile, string.Empty);
        await File.WriteAllBytesAsync(Path.Combine(_fixture.Folder, ".hosts.deny.active-response.before"), before);
        await File.WriteAllBytesAsync(Path.Combine(_fixture.Folder, ".hosts.deny.active-response.after"), after);
    }
}
