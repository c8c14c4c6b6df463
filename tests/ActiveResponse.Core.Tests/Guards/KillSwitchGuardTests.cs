using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class KillSwitchGuardTests
{
    private const string File = "/etc/active-response/stop";

    private readonly MockFileSystem _files = new();
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();

    public KillSwitchGuardTests() => _files.AddDirectory("/etc/active-response");

    [Fact]
    public async Task Refuses_while_the_file_is_there_and_looks_once_a_second()
    {
        var guard = new KillSwitchGuard(File, _files, _clock, _log.For<KillSwitchGuard>());
        (await CheckAsync(guard)).Should().BeNull();
        _files.File.WriteAllText(File, "");
        (await CheckAsync(guard)).Should().BeNull("it was looked for less than a second ago");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await CheckAsync(guard)).Should().Be(new OrderRefusal("kill-switch", $"{File} exists: nothing new is done until it is removed"));
        _files.File.Delete(File);
        (await CheckAsync(guard)).Should().NotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await CheckAsync(guard)).Should().BeNull();
        (_log.Of(206), _log.Of(207), _log.All.Count).Should().Be((1, 1, 2));
    }

    [Fact]
    public async Task A_folder_of_that_name_counts_too()
    {
        _files.Directory.CreateDirectory(File);
        (await CheckAsync(new KillSwitchGuard(File, _files, _clock, _log.For<KillSwitchGuard>()))).Should().NotBeNull();
    }

    private static async Task<OrderRefusal?> CheckAsync(KillSwitchGuard guard) =>
        await guard.CheckAsync(Some.Order(), GuardStage.BeforeRunning, CancellationToken.None);
}
