using System.IO.Abstractions;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Platform;
using ActiveResponse.Testing;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Alerts;

public sealed class AlertFileReaderTests : IDisposable
{
    private static readonly TimeSpan Poll = new AlertFileOptions().PollInterval;
    private readonly string _folder = Directory.CreateTempSubdirectory("alerts").FullName;
    private readonly List<IDisposable> _open = [];

    private string Log => Path.Combine(_folder, "alerts.json");

    public void Dispose()
    {
        _open.ForEach(open => open.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Begins_with_what_is_appended()
    {
        File.WriteAllText(Log, "old\n");
        var tail = Follow();

        tail().Should().BeEmpty();
        File.AppendAllText(Log, "{a}\n{b}\n");

        tail().Should().Equal("{a}", "{b}");
        tail().Should().BeEmpty();
    }

    [Fact]
    public void Begins_at_the_start_when_asked()
    {
        File.WriteAllText(Log, "{a}\n");

        Follow(new AlertFileOptions { FromStart = true })().Should().Equal("{a}");
    }

    [Fact]
    public void Skips_the_rest_of_a_line_begun_before_it_came()
    {
        File.WriteAllText(Log, "{\"half\":");
        var tail = Follow();

        tail();
        File.AppendAllText(Log, "1}\n{a}\n");

        tail().Should().Equal("{a}");
    }

    [Fact]
    public void Waits_for_the_newline_of_a_line()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();

        File.AppendAllText(Log, "{a");
        tail().Should().BeEmpty();
        File.AppendAllText(Log, "}");
        tail().Should().BeEmpty();
        File.AppendAllText(Log, "\n");
        tail().Should().Equal("{a}");
    }

    [Fact]
    public void Reads_a_file_that_comes_later_from_its_start()
    {
        var tail = Follow();

        tail().Should().BeEmpty();
        File.WriteAllText(Log, "{a}\n");

        tail().Should().Equal("{a}");
    }

    [Fact]
    public void Waits_for_a_folder_that_comes_later()
    {
        var path = Path.Combine(_folder, "later", "alerts.json");
        var tail = Follow(path: path);

        tail().Should().BeEmpty();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{a}\n");

        tail().Should().Equal("{a}");
    }

    [Fact]
    public void Reads_a_rotated_file_to_its_end_and_goes_over_to_the_new_one()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();

        File.AppendAllText(Log, "{a}\n");
        File.Move(Log, Log + ".1");
        File.AppendAllText(Log + ".1", "{b}\n{cut");
        File.WriteAllText(Log, "{c}\n");

        tail().Should().Equal("{a}", "{b}", "{cut", "{c}");
        File.AppendAllText(Log, "{d}\n");
        tail().Should().Equal("{d}");
    }

    [Fact]
    public void Stays_with_the_rotated_file_while_the_new_one_is_empty()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();

        File.Move(Log, Log + ".1");
        tail().Should().BeEmpty();
        File.WriteAllText(Log, "");
        tail().Should().BeEmpty();
        File.AppendAllText(Log + ".1", "{a}\n");
        tail().Should().Equal("{a}");
        File.AppendAllText(Log + ".1", "{b}\n");
        File.AppendAllText(Log, "{c}\n");
        tail().Should().Equal("{b}", "{c}");
    }

    [Fact]
    public void Misses_nothing_written_to_the_old_file_after_its_end_was_seen()
    {
        File.WriteAllText(Log, "");
        var follower = Follower(new AlertFileOptions(), Log, out var assembler);
        while (follower.Step() != FollowStep.Idle) { }

        File.Move(Log, Log + ".1");
        File.WriteAllText(Log, "{new}\n");
        follower.Step().Should().Be(FollowStep.More, "the next file is seen");
        File.AppendAllText(Log + ".1", "{late}\n");

        follower.Step().Should().Be(FollowStep.More);
        Take(assembler).Should().Equal("{late}");
    }

    [Fact]
    public void Begins_again_when_the_file_is_truncated()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();
        File.AppendAllText(Log, "{a}\n{b}\n{half");
        tail().Should().Equal("{a}", "{b}");

        File.WriteAllText(Log, "{c}\n");

        tail().Should().Equal("{c}");
    }

    [Fact]
    public void Begins_again_when_the_file_is_truncated_and_has_outgrown_its_old_length()
    {
        File.WriteAllText(Log, "{a}\n");
        var tail = Follow();
        tail();

        Rewrite("{b}\n{c}\n{d}\n");

        tail().Should().Equal("{b}", "{c}", "{d}");
    }

    [Fact]
    public void Ends_at_the_end_of_the_file_when_not_following()
    {
        File.WriteAllText(Log, "{a}\n{b}");

        Follow(new AlertFileOptions { FromStart = true, Follow = false })().Should().Equal("{a}", "{b}", "end");
    }

    [Fact]
    public void Reports_a_missing_file_when_not_following()
    {
        var read = Follow(new AlertFileOptions { Follow = false });

        read.Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void Resumes_after_the_record_it_stopped_at()
    {
        File.WriteAllText(Log, "{a}\n{b}\n{c}\n");
        var stopped = Positions()[1];
        File.AppendAllText(Log, "{d}\n");
        AlertFilePosition.TryParse(stopped.ToString(), out var at).Should().BeTrue();

        Follow(new AlertFileOptions { StartAt = at })().Should().Equal("{c}", "{d}");
    }

    [Fact]
    public void Begins_at_the_start_of_another_file_than_it_stopped_at()
    {
        File.WriteAllText(Log, "{a}\n{b}\n");
        var stopped = Positions()[1];
        File.Move(Log, Log + ".1");
        File.WriteAllText(Log, "{a}\n{b}\n{c}\n");

        Follow(new AlertFileOptions { StartAt = stopped })().Should().Equal("{a}", "{b}", "{c}");
    }

    [Fact]
    public void Begins_at_the_start_of_a_file_that_was_rewritten_since_it_stopped()
    {
        File.WriteAllText(Log, "{a}\n{b}\n");
        var stopped = Positions()[1];
        Rewrite("{x}\n{y}\n{z}\n");

        Follow(new AlertFileOptions { StartAt = stopped })().Should().Equal("{x}", "{y}", "{z}");
    }

    [Fact]
    public void Begins_at_the_start_of_a_file_that_is_shorter_and_another_than_it_stopped_at()
    {
        File.WriteAllText(Log, $"{{a}}{new string(' ', 100)}\n{{b}}\n");
        var stopped = Positions()[1];
        Rewrite($"{{c}}{new string(' ', 50)}\n");

        Follow(new AlertFileOptions { StartAt = stopped })().Should().ContainSingle().Which.Should().StartWith("{c}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Goes_on_at_the_end_of_a_file_that_has_lost_its_tail_since_it_stopped(int length)
    {
        string Line(char name) => $"{{\"{name}\":\"{new string('x', length)}\",\"longer than a part of it\":1}}\n";
        File.WriteAllText(Log, Line('a') + Line('b') + Line('c'));
        var stopped = Positions()[2];
        Rewrite(Line('a') + Line('b')[..^3]);
        var tail = Follow(new AlertFileOptions { StartAt = stopped });

        tail().Should().BeEmpty("what is there was read");
        File.AppendAllText(Log, "{d}\n");
        tail().Should().Equal("{d}");
    }

    [Fact]
    public void Goes_on_at_the_end_of_a_file_that_loses_its_tail()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();
        File.AppendAllText(Log, "{a}\n{b}\n{c}\n");
        tail().Should().HaveCount(3);

        Rewrite("{a}\n{b}");
        tail().Should().BeEmpty();
        File.AppendAllText(Log, "{d}\n");

        tail().Should().Equal("{d}");
    }

    [Fact]
    public void Reads_the_same_bytes_again_when_they_were_emptied_away_and_written_anew()
    {
        File.WriteAllText(Log, "");
        var tail = Follow();
        tail();
        File.AppendAllText(Log, "{a}\n{b}\n");
        tail().Should().HaveCount(2);

        Rewrite("");
        tail().Should().BeEmpty();
        File.AppendAllText(Log, "{a}\n");

        tail().Should().Equal("{a}");
    }

    [Fact]
    public void Goes_on_behind_NULs_where_an_earlier_run_stopped()
    {
        File.WriteAllText(Log, "{a}\0\0{b}\n");
        var stopped = Positions()[0];

        Follow(new AlertFileOptions { StartAt = stopped })().Should().Equal("{b}");
    }

    [Fact]
    public void Names_a_place_by_bytes_that_no_later_write_changes()
    {
        File.WriteAllText(Log, "{a}\n");
        var early = Positions()[0];
        File.AppendAllText(Log, $"{{{new string('x', 1000)}}}\n{{b}}\n");

        Positions()[0].Should().Be(early);
        Positions()[1].FingerprintLength.Should().Be(256);
        Follow(new AlertFileOptions { StartAt = early })().Should().HaveCount(2);
    }

    [Fact]
    public void Tells_a_file_from_another_that_has_its_name()
    {
        File.WriteAllText(Log, "{a}\n");
        var first = Positions()[0].FileId;
        File.Move(Log, Log + ".1");
        File.WriteAllText(Log, "{a}\n");

        Positions()[0].FileId.Should().NotBe(first);
        FileIdentity.SameFile("7@8:1", "7@9:1").Should().BeTrue("devices are numbered anew at boot");
        FileIdentity.SameFile("7@8:1", "8@8:1").Should().BeFalse();
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Goes_on_once_a_file_it_may_not_read_becomes_readable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "file modes don't bind this user");
        File.WriteAllText(Log, "{old}\n");
        File.SetUnixFileMode(Log, UnixFileMode.None);
        var follower = Follower(new AlertFileOptions(), Log, out var assembler);

        follower.Step().Should().Be(FollowStep.Idle);
        follower.Trouble.Should().BeOfType<UnauthorizedAccessException>();
        File.SetUnixFileMode(Log, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        follower.Step();
        File.AppendAllText(Log, "{a}\n");
        follower.Step();

        Take(assembler).Should().Equal("{a}");
        follower.Trouble.Should().BeNull();
    }

    [Fact]
    public async Task Looks_again_after_the_poll_interval()
    {
        var time = new ManualClock();
        var options = new AlertFileOptions { Watch = false, PollInterval = TimeSpan.FromSeconds(3) };
        await using var batches = new AlertFileReader(Log, options, time: time).ReadBatchesAsync().GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await time.TimerOf(options.PollInterval);
        File.WriteAllText(Log, "{a}\n");

        time.Advance(TimeSpan.FromSeconds(2.9));
        next.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        (await next).Should().BeTrue();
        Encoding.UTF8.GetString(batches.Current.Span[0].Bytes.Span).Should().Be("{a}");
    }

    [Fact]
    public async Task Is_woken_by_the_system_before_the_poll_interval_is_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "file notifications come late here");
        File.WriteAllText(Log, "");
        var time = new ManualClock();
        await using var batches = new AlertFileReader(Log, time: time).ReadBatchesAsync().GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await time.TimerOf(Poll);

        File.AppendAllText(Log, "{a}\n");

        (await next).Should().BeTrue("the clock stands still, so only the system can have woken it");
    }

    [Fact]
    public async Task Stops_waiting_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var time = new ManualClock();
        await using var batches = new AlertFileReader(Log, time: time).ReadBatchesAsync(cancel.Token).GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await time.TimerOf(Poll);

        await cancel.CancelAsync();

        var wait = () => next;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Says_why_nothing_comes()
    {
        var time = new ManualClock();
        var reader = new AlertFileReader(Log, new AlertFileOptions { Watch = false }, time: time);
        await using var batches = reader.ReadBatchesAsync().GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await time.TimerOf(Poll);

        reader.Trouble.Should().BeOfType<FileNotFoundException>();
        File.WriteAllText(Log, "{a}\n");
        time.Advance(TimeSpan.FromSeconds(1));
        await next;
        reader.Trouble.Should().BeNull();
    }

    [Fact]
    public void Refuses_a_poll_interval_of_nothing()
    {
        var create = () => new AlertFileReader(Log, new AlertFileOptions { PollInterval = TimeSpan.Zero });

        create.Should().Throw<OptionsValidationException>();
    }

    // Truncates and writes in one go, as far as a follower can see; the file stays the same one.
    private void Rewrite(string text)
    {
        using var file = new FileStream(Log, FileMode.Truncate);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    private List<AlertFilePosition> Positions()
    {
        var follower = Follower(new AlertFileOptions { FromStart = true, Follow = false }, Log, out var assembler);
        var positions = new List<AlertFilePosition>();
        while (follower.Step() != FollowStep.End)
        {
            while (assembler.TryTake(out var record))
            {
                positions.Add(record.Position!);
            }
        }

        return positions;
    }

    /// <summary>A function that reads all there is now.</summary>
    private Func<List<string>> Follow(AlertFileOptions? options = null, string? path = null)
    {
        var follower = Follower(options ?? new AlertFileOptions(), path ?? Log, out var assembler);
        return () =>
        {
            var records = new List<string>();
            while (true)
            {
                var step = follower.Step();
                records.AddRange(Take(assembler));
                switch (step)
                {
                    case FollowStep.Idle:
                        return records;
                    case FollowStep.End:
                        records.Add("end");
                        return records;
                    case FollowStep.Switch:
                        follower.SwitchOver();
                        break;
                }
            }
        };
    }

    private FileFollower Follower(AlertFileOptions options, string path, out RecordAssembler assembler)
    {
        assembler = new RecordAssembler(options, new AlertStreamStatistics());
        var follower = new FileFollower(new FileSystem(), NativeFiles.OfThisHost(), path, options, assembler, new NoAlertFileEvents());
        _open.Add(follower);
        return follower;
    }

    private static List<string> Take(RecordAssembler assembler)
    {
        var records = new List<string>();
        while (assembler.TryTake(out var record))
        {
            records.Add(Encoding.UTF8.GetString(record.Bytes.Span));
        }

        return records;
    }
}
