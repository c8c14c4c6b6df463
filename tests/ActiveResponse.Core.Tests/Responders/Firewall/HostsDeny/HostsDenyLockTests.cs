using ActiveResponse.Platform;
using ActiveResponse.Platform.SharedFiles;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class HostsDenyLockTests : IDisposable
{
    private readonly HostsDenyFixture _fixture = new();

    [Fact]
    public async Task Fails_when_another_process_holds_the_lock_too_long()
    {
        _fixture.Text = "# mine\n";
        using var held = LockTool.Hold(_fixture.LockFile);
        var clock = HurriedClock();

        var why = await HostsDenyFixture.Backend(_fixture.Options, clock).AddFailsAsync();

        why.Should().Contain(_fixture.LockFile).And.Contain("10 s");
        (clock.GetUtcNow() - clock.Start)
            .Should()
            .BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10))
            .And.BeLessThan(TimeSpan.FromSeconds(11));
        _fixture.Text.Should().Be("# mine\n");
    }

    [Fact]
    public async Task Writes_and_lists_though_somebody_who_may_read_the_file_holds_its_lock()
    {
        _fixture.Text = "# mine\n";
        using var held = LockTool.Hold(_fixture.File);
        var clock = HurriedClock();

        (await HostsDenyFixture.Backend(_fixture.Options, clock).AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        _fixture.Text.Should().Contain("ALL:203.0.113.9\n").And.EndWith("# mine\n");
        (await HostsDenyFixture.Backend(_fixture.Options, clock).ListAsync()).Should().ContainSingle();
        (clock.GetUtcNow() - clock.Start).Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Who_could_open_the_lock_file_before_it_was_shut_holds_nothing()
    {
        _fixture.Text = "# mine\n";
        File.WriteAllText(_fixture.LockFile, string.Empty);
        File.SetUnixFileMode(
            _fixture.LockFile,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        );
        using var held = LockTool.Hold(_fixture.LockFile);

        (await HostsDenyFixture.Backend(_fixture.Options, HurriedClock()).AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        File.GetUnixFileMode(_fixture.LockFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Asks_once_when_it_may_not_wait()
    {
        using var held = LockTool.Hold(_fixture.LockFile);
        var clock = HurriedClock();

        await HostsDenyFixture.Backend(_fixture.Options with { LockTimeout = TimeSpan.Zero }, clock).AddFailsAsync();

        (clock.GetUtcNow() - clock.Start).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task Goes_on_when_the_lock_is_given_back()
    {
        var held = LockTool.Hold(_fixture.LockFile);
        var waits = 0;
        var clock = HurriedClock(() =>
        {
            if (++waits == 3)
            {
                LockTool.Release(held);
                held.Dispose();
            }
        });

        (await HostsDenyFixture.Backend(_fixture.Options, clock).AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        waits.Should().Be(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_no_lock_on_a_file_that_is_gone_or_replaced_by_then(bool isReplaced)
    {
        var opened = 0;
        var locker = new SharedFileLocker(TimeSpan.FromSeconds(10), HurriedClock());

        using var locked = await locker.LockAsync(_fixture.LockFile, Open, CancellationToken.None);

        opened.Should().Be(2);
        LinuxFile.Status(locked!).IsSameFile(LinuxFile.TryStatus(_fixture.LockFile)!.Value).Should().BeTrue();

        Microsoft.Win32.SafeHandles.SafeFileHandle Open()
        {
            var file = LinuxFile.Open(_fixture.LockFile, LinuxNative.ReadWrite | LinuxNative.Create, mode: 0x180);
            if (++opened == 1)
            {
                File.Delete(_fixture.LockFile);
                if (isReplaced)
                {
                    File.WriteAllText(_fixture.LockFile, string.Empty);
                }
            }

            return file;
        }
    }

    [Fact]
    public async Task Gives_the_lock_back_though_a_copy_of_the_handle_lives_on()
    {
        using var locked = LockTool.Hold(_fixture.LockFile);
        using var copy = LockTool.Copy(locked);

        LinuxFile.Release(locked);

        (await HostsDenyFixture.Backend(_fixture.Options with { LockTimeout = TimeSpan.Zero }, HurriedClock()).AddAsync("203.0.113.9"))
            .Should()
            .Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task Stops_waiting_when_it_is_cancelled()
    {
        using var held = LockTool.Hold(_fixture.LockFile);
        using var cancellation = new CancellationTokenSource();
        var clock = HurriedClock(cancellation.Cancel);

        var apply = async () =>
            await HostsDenyFixture
                .Backend(_fixture.Options, clock)
                .ApplyAsync([HostsDenyFixture.Entry("203.0.113.9")], [], cancellation.Token);

        await apply.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Reports_a_listing_it_cannot_make_instead_of_an_empty_one()
    {
        _fixture.Text = "# mine\n";
        using var held = LockTool.Hold(_fixture.LockFile);

        var list = () => HostsDenyFixture.Backend(_fixture.Options, HurriedClock()).ListAsync();

        await list.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Lists_without_making_a_lock_file()
    {
        (await _fixture.Backend().ListAsync()).Should().BeEmpty();

        Directory.GetFileSystemEntries(_fixture.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Loses_nothing_when_several_work_on_the_file_at_once()
    {
        const int Workers = 4;
        const int Batches = 30;
        _fixture.Text = "# mine";

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker, Batches))));

        // Each batch adds one that stays and one that the next batch takes away.
        var expected = Enumerable
            .Range(0, Workers)
            .SelectMany(worker => Enumerable.Range(0, Batches).Select(i => $"2001:db8:{worker}::{i:x}"));
        (await _fixture.Backend().ListAsync())
            .Select(entry => entry.Address.ToString())
            .Should()
            .BeEquivalentTo(expected.Select(address => HostsDenyFixture.Prefix(address).ToString()));
        _fixture.Text.Should().EndWith("\n# mine");
        _fixture.Names.Should().Equal("hosts.deny");
    }

    public void Dispose() => _fixture.Dispose();

    // Jumps to the end of every wait, so that waiting takes no time.
    private static ManualClock HurriedClock(Action? onWait = null)
    {
        var clock = new ManualClock();
        clock.TimerStarted = length =>
        {
            clock.Advance(length);
            onWait?.Invoke();
        };
        return clock;
    }

    private async Task WorkAsync(int worker, int batches)
    {
        var backend = HostsDenyFixture.Backend(_fixture.Options with { LockTimeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);
        for (var i = 0; i < batches; i++)
        {
            var removes =
                i == 0
                    ? Array.Empty<ActiveResponse.Configuration.AddressPrefix>()
                    : [HostsDenyFixture.Prefix($"2001:db8:{worker}:1::{i - 1:x}")];
            var result = await backend.ApplyAsync(
                [HostsDenyFixture.Entry($"2001:db8:{worker}::{i:x}"), HostsDenyFixture.Entry($"2001:db8:{worker}:1::{i:x}")],
                removes,
                CancellationToken.None
            );
            result.Adds.Concat(result.Removes).Should().OnlyContain(one => one.IsSuccess);
        }

        (await backend.RemoveAsync($"2001:db8:{worker}:1::{batches - 1:x}")).Should().Be(ActionOutcome.Lifted);
    }
}
