using System.Runtime.Versioning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

[UnsupportedOSPlatform("windows")]
public sealed class HostsDenyFailureTests : IDisposable
{
    private readonly HostsDenyFixture _fixture = new();

    [Fact]
    public async Task Fails_every_entry_of_a_batch_that_cannot_be_written()
    {
        Directory.CreateDirectory(_fixture.File);

        var result = await _fixture
            .Backend()
            .ApplyAsync(
                [HostsDenyFixture.Entry("203.0.113.9"), HostsDenyFixture.Entry("203.0.113.10")],
                [HostsDenyFixture.Prefix("203.0.113.11")],
                CancellationToken.None
            );

        result.Adds.Should().HaveCount(2);
        result.Removes.Should().HaveCount(1);
        result
            .Adds.Concat(result.Removes)
            .Should()
            .OnlyContain(one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("it is a directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fails_on_a_pipe_without_waiting_for_its_other_end()
    {
        Pipe.Make(_fixture.File);

        (await _fixture.Backend().AddFailsAsync()).Should().Contain("not a regular file");
    }

    [Fact]
    public async Task Fails_on_a_link_that_leads_to_itself()
    {
        File.CreateSymbolicLink(_fixture.File, "hosts.deny");

        (await _fixture.Backend().AddFailsAsync()).Should().NotBeEmpty();
        Look(_fixture.Backend()).IsUsable.Should().BeFalse();
    }

    [Fact]
    public async Task Fails_when_the_folder_is_missing()
    {
        var options = _fixture.Options with { File = Path.Combine(_fixture.Folder, "missing", "hosts.deny") };

        (await HostsDenyFixture.Backend(options, TimeProvider.System).AddFailsAsync()).Should().Contain("Create the folder");
    }

    [Fact]
    public async Task Fails_before_the_file_would_exceed_its_limit()
    {
        _fixture.Bytes = new byte[4096];
        var backend = HostsDenyFixture.Backend(_fixture.Options with { MaxFileBytes = 4096 }, TimeProvider.System);

        (await backend.AddFailsAsync()).Should().Contain("4096");
        _fixture.Bytes.Should().HaveCount(4096);

        _fixture.Bytes = new byte[4097];
        (await backend.AddFailsAsync()).Should().Contain("4097");
    }

    [Fact]
    public void Fails_on_a_full_disk_and_leaves_what_was_there()
    {
        LinuxSandbox.RunWithMounts(() =>
        {
            LinuxSandbox.MountMemory(_fixture.Folder, 32 * 1024);
            _fixture.Bytes = [.. Enumerable.Repeat((byte)'#', 20 * 1024)];

            _fixture.Backend().AddFailsAsync().GetAwaiter().GetResult().Should().Contain("the disk is full");

            _fixture.Bytes.Should().HaveCount(20 * 1024).And.OnlyContain(one => one == '#');
            _fixture.Names.Should().Equal("hosts.deny");
        });
    }

    [Fact]
    public void Fails_on_a_full_disk_that_it_writes_in_place_and_leaves_what_was_there()
    {
        LinuxSandbox.RunWithMounts(() =>
        {
            var disk = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "disk")).FullName;
            var mounted = Path.Combine(disk, "mounted");
            LinuxSandbox.MountMemory(disk, 32 * 1024);
            File.WriteAllText(mounted, new string('#', 32 * 1024));
            _fixture.Text = "# hidden\n";
            LinuxSandbox.MountBind(mounted, _fixture.File);

            _fixture.Backend().AddFailsAsync().GetAwaiter().GetResult().Should().Contain("the disk is full");

            File.ReadAllText(mounted).Should().Be(new string('#', 32 * 1024));
        });
    }

    [Fact]
    public void Fails_on_a_read_only_file_system()
    {
        _fixture.Text = "ALL:203.0.113.10\n";
        LinuxSandbox.RunWithMounts(() =>
        {
            LinuxSandbox.MountReadOnly(_fixture.Folder);

            _fixture.Backend().AddFailsAsync().GetAwaiter().GetResult().Should().Contain("read-only");
            _fixture.Backend().AddAsync("203.0.113.10").GetAwaiter().GetResult().Should().Be(ActionOutcome.AlreadyApplied);
            _fixture.Backend().RemoveAsync("203.0.113.9").GetAwaiter().GetResult().Should().Be(ActionOutcome.AlreadyLifted);
            Look(_fixture.Backend()).Should().Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains("read-only"));
        });
    }

    [Fact]
    public void Fails_without_permission()
    {
        _fixture.Text = "# mine\n";
        File.SetUnixFileMode(_fixture.Folder, (UnixFileMode)0x1ed);
        LinuxSandbox.RunAsNobody(() =>
        {
            _fixture.Backend().AddFailsAsync().GetAwaiter().GetResult().Should().Contain("permission denied");
            _fixture.Backend().RemoveAsync("203.0.113.9").GetAwaiter().GetResult().Should().Be(ActionOutcome.AlreadyLifted);
            Look(_fixture.Backend()).Should().Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains("permission denied"));
            var missing = HostsDenyFixture.Backend(_fixture.Options with { File = _fixture.File + "2" }, TimeProvider.System);
            missing.AddFailsAsync().GetAwaiter().GetResult().Should().Contain("permission denied");
            Look(missing).Should().Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains("can't be created"));
        });

        _fixture.Text.Should().Be("# mine\n");
    }

    [Theory]
    [InlineData("# mine\n", 1)]
    [InlineData(null, 0)]
    public void Probes_without_a_change_and_tells_how_far_it_reaches(string? text, int files)
    {
        if (text is not null)
        {
            _fixture.Text = text;
        }

        var probe = Look(_fixture.Backend());

        probe.IsUsable.Should().BeTrue();
        probe.Reason.Should().Contain("hosts.allow overrides").And.Contain("libwrap");
        Directory.GetFileSystemEntries(_fixture.Folder).Should().HaveCount(files);
    }

    [Fact]
    public void Probes_that_a_directory_is_no_file()
    {
        Directory.CreateDirectory(_fixture.File);

        Look(_fixture.Backend()).Should().Match<FirewallProbe>(probe => !probe.IsUsable && probe.Reason.Contains("not a regular file"));
    }

    public void Dispose() => _fixture.Dispose();

    private static FirewallProbe Look(HostsDenyBackend backend) =>
        backend.ProbeAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
