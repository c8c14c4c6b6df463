using System.IO.Abstractions.TestingHelpers;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Platform;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Alerts;

/// <summary>An alert file on a file system that isn't this host's: it is read again from time to time, and no disk is touched.</summary>
public sealed class AlertFileInMemoryTests
{
    private const string Log = "/var/ossec/logs/alerts/alerts.json";
    private static readonly TimeSpan Poll = new AlertFileOptions().PollInterval;

    private readonly MockFileSystem _files = new();
    private readonly ManualClock _clock = new();
    private readonly FakeNativeFiles _native;

    public AlertFileInMemoryTests()
    {
        _files.AddFile(Log, new MockFileData("{a}\n"));
        _native = new FakeNativeFiles(_files);
    }

    [Fact]
    public async Task What_is_appended_is_found_when_it_is_read_again()
    {
        await using var lines = Read();
        (await lines.NextAsync()).Should().Equal("{a}");

        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);
        await _files.File.AppendAllTextAsync(Log, "{b}\n{c");
        _clock.Advance(Poll - TimeSpan.FromTicks(1));
        next.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        (await next).Should().Equal("{b}");

        next = lines.NextAsync();
        await _clock.TimerOf(Poll);
        await _files.File.AppendAllTextAsync(Log, "}\n");
        _clock.Advance(Poll);
        (await next).Should().Equal("{c}");
    }

    [Fact]
    public async Task A_notification_wakes_it_without_waiting()
    {
        _native.Notifies = true;
        await using var lines = Read(new AlertFileReader(Log, new AlertFileOptions { FromStart = true }, _files, _clock, _native));
        (await lines.NextAsync()).Should().Equal("{a}");
        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);

        await _files.File.AppendAllTextAsync(Log, "{b}\n");
        _native.Notify(Log);

        (await next).Should().Equal("{b}");
        _native.Watched.Should().Be(1);
        await lines.DisposeAsync();
        _native.Watched.Should().Be(0);
    }

    [Fact]
    public async Task A_file_that_comes_later_is_read_from_its_start()
    {
        _files.File.Delete(Log);
        await using var lines = Read(new AlertFileReader(Log, null, _files, _clock));
        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);

        await _files.File.WriteAllTextAsync(Log, "{b}\n");
        _clock.Advance(Poll);

        (await next).Should().Equal("{b}");
    }

    [Fact]
    public async Task A_rotated_file_is_read_to_its_end_and_then_the_next_one()
    {
        await using var lines = Read();
        (await lines.NextAsync()).Should().Equal("{a}");
        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);

        await _files.File.AppendAllTextAsync(Log, "{b}\n");
        _files.File.Move(Log, Log + ".1");
        _files.AddFile(Log, new MockFileData("{c}\n") { CreationTime = DateTimeOffset.UtcNow.AddDays(1) });
        _clock.Advance(Poll);

        List<string> found = [.. await next];
        while (found.Count < 2)
        {
            found.AddRange(await lines.NextAsync());
        }

        found.Should().Equal("{b}", "{c}");
    }

    [Fact]
    public async Task A_truncated_file_is_read_from_its_start()
    {
        await _files.File.AppendAllTextAsync(Log, "{bbbbbbbbbbbb}\n");
        await using var lines = Read();
        (await lines.NextAsync()).Should().Equal("{a}", "{bbbbbbbbbbbb}");
        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);

        await _files.File.WriteAllTextAsync(Log, "{c}\n");
        _clock.Advance(Poll);

        (await next).Should().Equal("{c}");
    }

    [Fact]
    public async Task A_file_that_is_written_anew_with_more_in_it_is_read_on()
    {
        await using var lines = Read();
        (await lines.NextAsync()).Should().Equal("{a}");
        var next = lines.NextAsync();
        await _clock.TimerOf(Poll);

        await _files.File.WriteAllTextAsync(Log, "{a}\n{b}\n");
        _clock.Advance(Poll);
        (await next).Should().Equal("{b}");

        next = lines.NextAsync();
        await _clock.TimerOf(Poll);
        await _files.File.AppendAllTextAsync(Log, "{c}\n");
        _clock.Advance(Poll);
        (await next).Should().Equal("{c}");
        (await _files.File.ReadAllTextAsync(Log)).Should().Be("{a}\n{b}\n{c}\n");
    }

    [Fact]
    public async Task A_later_run_goes_on_where_the_first_one_stopped()
    {
        AlertFilePosition? position = null;
        var first = new AlertFileReader(Log, new AlertFileOptions { FromStart = true, Follow = false }, _files, _clock);
        await foreach (var batch in first.ReadBatchesAsync())
        {
            position = batch.Span[^1].Position;
        }

        await _files.File.AppendAllTextAsync(Log, "{b}\n");
        await using var lines = Read(new AlertFileReader(Log, new AlertFileOptions { StartAt = position }, _files, _clock));

        (await lines.NextAsync()).Should().Equal("{b}");
    }

    [Fact]
    public void What_this_host_has_under_that_name_does_not_count()
    {
        var files = new MockFileSystem(new Dictionary<string, MockFileData> { ["/etc/passwd"] = new("{a}\n") });
        var native = NativeFiles.For(files);

        native.IdentityOf("/etc/passwd").Should().BeNull();
        native.Watch("/etc/passwd", static () => { }).Should().BeNull();
        native.Judge("/etc/passwd").Should().Be(new FileTrust());
        using var stream = native.OpenRegular("/etc/passwd");
        stream.Length.Should().Be(4);
    }

    private Lines Read(AlertFileReader? reader = null) =>
        new(reader ?? new AlertFileReader(Log, new AlertFileOptions { FromStart = true }, _files, _clock));

    private sealed class Lines(AlertFileReader reader) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<ReadOnlyMemory<AlertRecord>> _batches = reader.ReadBatchesAsync().GetAsyncEnumerator();

        public async Task<string[]> NextAsync()
        {
            (await _batches.MoveNextAsync()).Should().BeTrue();
            return [.. _batches.Current.ToArray().Select(static record => Encoding.UTF8.GetString(record.Bytes.Span))];
        }

        public ValueTask DisposeAsync() => _batches.DisposeAsync();
    }
}
