using ActiveResponse.Alerts;
using ActiveResponse.Platform;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Alerts;

public sealed class FileWakeUpTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly string _root = Directory.CreateTempSubdirectory("wake").FullName;
    private readonly ManualClock _clock = new();

    public FileWakeUpTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "inotify is Linux's");

    private string Folder => Path.Combine(_root, "alerts");

    private string Log => Path.Combine(Folder, "alerts.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Who_moves_the_clock_does_not_do_the_work_of_who_waits()
    {
        Directory.CreateDirectory(Folder);
        using var wakeUp = Start();
        var first = WaitAsync(wakeUp);
        _clock.Advance(Interval);
        await first.WaitAsync(Deadline);

        var worker = ThreadAfterAsync(WaitAsync(wakeUp));
        var mover = new Thread(() => _clock.Advance(Interval)) { IsBackground = true };
        mover.Start();

        (await worker.WaitAsync(Deadline)).Should().NotBeSameAs(mover);
        mover.Join(Deadline).Should().BeTrue();
    }

    [Fact]
    public async Task A_folder_of_the_same_name_is_watched_from_the_next_poll()
    {
        Directory.CreateDirectory(Folder);
        using var wakeUp = Start();
        var replaced = WaitAsync(wakeUp);
        Directory.Move(Folder, Folder + ".old");
        await replaced.WaitAsync(Deadline);
        Directory.CreateDirectory(Folder);

        await PollAsync(wakeUp);

        await WriteWakesAsync(wakeUp);
    }

    [Fact]
    public async Task A_folder_that_comes_later_is_watched_from_the_next_poll()
    {
        using var wakeUp = Start();
        await PollAsync(wakeUp);
        Directory.CreateDirectory(Folder);

        await PollAsync(wakeUp);

        await WriteWakesAsync(wakeUp);
    }

    private FileWakeUp Start() => new(NativeFiles.OfThisHost(_clock), Log);

    private Task WaitAsync(FileWakeUp wakeUp) => wakeUp.WaitAsync(Interval, _clock, TestContext.Current.CancellationToken);

    private static async Task<Thread> ThreadAfterAsync(Task wait)
    {
        await wait.ConfigureAwait(false);
        return Thread.CurrentThread;
    }

    private async Task PollAsync(FileWakeUp wakeUp)
    {
        var poll = WaitAsync(wakeUp);
        poll.IsCompleted.Should().BeFalse();
        _clock.Advance(Interval);
        await poll.WaitAsync(Deadline);
    }

    // The clock stands still: nothing but a notification ends the wait.
    private async Task WriteWakesAsync(FileWakeUp wakeUp)
    {
        var wait = WaitAsync(wakeUp);
        wait.IsCompleted.Should().BeFalse();
        File.WriteAllText(Log, "a");
        await wait.WaitAsync(Deadline);
    }
}
