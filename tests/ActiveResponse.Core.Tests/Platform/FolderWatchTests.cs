using System.Collections.Concurrent;
using ActiveResponse.Alerts;
using ActiveResponse.Platform;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Platform;

public sealed class FolderWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watch").FullName;
    private int _changes;
    private int _otherChanges;

    public FolderWatchTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "inotify is Linux's");

    private string Log => Path.Combine(_folder, "alerts.json");

    private string Other => Path.Combine(_folder, "alerts.json.1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Tells_of_what_is_written_and_of_what_takes_the_name()
    {
        using var watch = FolderWatch.TryStart(Log, () => Interlocked.Increment(ref _changes));

        File.WriteAllText(Other, "a");
        File.Move(Other, Log);
        await ToldAsync(0);
        var before = Volatile.Read(ref _changes);
        File.AppendAllText(Log, "a");
        await ToldAsync(before);
        before = Volatile.Read(ref _changes);
        File.Move(Log, Other);
        await ToldAsync(before);
    }

    [Fact]
    public async Task Tells_nothing_of_another_file()
    {
        using var watch = FolderWatch.TryStart(Log, () => Interlocked.Increment(ref _changes));
        using var later = FolderWatch.TryStart(Other, () => Interlocked.Increment(ref _otherChanges));

        File.WriteAllText(Other, "a");
        await Until.TrueAsync(() => Volatile.Read(ref _otherChanges) > 0);
        File.WriteAllText(Log, "a");
        await ToldAsync(0);
        var before = Volatile.Read(ref _otherChanges);
        File.AppendAllText(Log, "b");
        await ToldAsync(Volatile.Read(ref _changes) - 1);

        Volatile.Read(ref _otherChanges).Should().Be(before);
    }

    [Fact]
    public async Task Ends_from_its_own_thread_too()
    {
        FolderWatch? watch = null;
        using var ended = new ManualResetEventSlim();
        watch = FolderWatch.TryStart(
            Log,
            () =>
            {
                Interlocked.Increment(ref _changes);
                Volatile.Read(ref watch)!.Dispose();
                ended.Set();
            }
        );

        File.WriteAllText(Log, "a");
        ended.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();

        await Until.TrueAsync(() => watch!.HasEnded);
        watch!.Dispose();
        File.AppendAllText(Log, "b");
        _changes.Should().Be(1);
    }

    [Fact]
    public async Task Ends_with_its_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        var ended = new List<bool>();
        FolderWatch? watch = null;
        watch = FolderWatch.TryStart(Path.Combine(folder, "alerts.json"), () => ended.Add(Volatile.Read(ref watch)!.HasEnded));

        Directory.Delete(folder);

        await Until.TrueAsync(() => ended.Count > 0);
        ended.Should().Equal(true);
        watch!.Dispose();
    }

    [Fact]
    public async Task Ends_and_says_so_when_its_folder_gets_another_name()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        using var watch = FolderWatch.TryStart(Path.Combine(folder, "alerts.json"), () => Interlocked.Increment(ref _changes));

        Directory.Move(folder, Path.Combine(_folder, "old"));

        await ToldAsync(0);
        watch!.HasEnded.Should().BeTrue();
        InotifyQueues.Of(Path.Combine(_folder, "old")).Should().Be(0);
    }

    [Fact]
    public async Task Ends_though_more_happened_than_its_queue_holds()
    {
        using var isBusy = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        var watch = FolderWatch.TryStart(
            Log,
            () =>
            {
                isBusy.Set();
                goesOn.Wait(TimeSpan.FromMinutes(1));
            }
        )!;
        File.WriteAllText(Log, "a");
        isBusy.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();
        FillQueue();

        watch.Dispose();
        goesOn.Set();

        await Until.TrueAsync(() => watch.HasEnded);
        InotifyQueues.Of(_folder).Should().Be(0);
    }

    [Fact]
    public void Where_no_thread_can_be_started_nothing_is_watched_and_nothing_stays_open()
    {
        var open = 0;

        var watch = FolderWatch.TryStart(
            Log,
            static () => { },
            _ =>
            {
                open = InotifyQueues.Of(_folder);
                throw new OutOfMemoryException();
            }
        );

        watch.Should().BeNull();
        open.Should().Be(1);
        InotifyQueues.Of(_folder).Should().Be(0);
    }

    [Fact]
    public async Task Its_thread_has_nothing_of_the_context_of_who_started_it()
    {
        var context = new AsyncLocal<string?> { Value = "a request" };
        string? seen = "nothing yet";
        using var watch = FolderWatch.TryStart(
            Log,
            () =>
            {
                Volatile.Write(ref seen, context.Value);
                Interlocked.Increment(ref _changes);
            }
        );

        File.WriteAllText(Log, "a");

        await ToldAsync(0);
        Volatile.Read(ref seen).Should().BeNull();
    }

    [Fact]
    public async Task What_is_appended_is_read_on_the_thread_that_learns_of_it()
    {
        File.WriteAllText(Log, "");
        var threads = new ConcurrentQueue<string?>();
        using var ends = new CancellationTokenSource();
        var reading = Task.Run(() => ReadAsync(Log, threads, ends.Token));
        var appended = 0;
        try
        {
            // What comes before the reader waits is read on any thread.
            await Until.TrueAsync(() => Append() && threads.Contains("alerts of active-response"));
        }
        finally
        {
            await ends.CancelAsync();
            await reading;
        }

        bool Append()
        {
            if (threads.Count >= appended)
            {
                appended++;
                File.AppendAllText(Log, "{a}\n");
            }

            return true;
        }
    }

    private static async Task ReadAsync(string path, ConcurrentQueue<string?> threads, CancellationToken ends)
    {
        try
        {
            var reader = new AlertFileReader(path, new AlertFileOptions { FromStart = true });
            await foreach (var _ in reader.ReadBatchesAsync(ends).ConfigureAwait(false))
            {
                threads.Enqueue(Thread.CurrentThread.Name);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    // Each move is two events, which the kernel doesn't merge with their neighbours.
    private void FillQueue()
    {
        var (from, to) = (Other, Path.Combine(_folder, "alerts.json.2"));
        File.WriteAllText(from, "");
        for (var events = 0; events <= InotifyQueues.MaxEvents; events += 2)
        {
            File.Move(from, to);
            (from, to) = (to, from);
        }
    }

    private Task ToldAsync(int before) => Until.TrueAsync(() => Volatile.Read(ref _changes) > before);
}
