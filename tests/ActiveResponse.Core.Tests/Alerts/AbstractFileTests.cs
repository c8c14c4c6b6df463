using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Alerts;

/// <summary>Files by way of <see cref="IFileSystem"/>, whose streams wrap those of real files, or are of no file at all.</summary>
public sealed class AbstractFileTests
{
    [Fact]
    public void A_real_file_has_one_identity_whoever_opened_it()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var direct = File.OpenRead(path);
            using var wrapped = new FileSystem().FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

            FileIdentity.Of(wrapped, DateTime.UnixEpoch).Should().Be(FileIdentity.Of(direct, DateTime.UnixEpoch))
                .And.NotStartWith("t", "that would be its creation time");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_in_memory_is_known_by_its_creation_time()
    {
        var files = new MockFileSystem();
        files.AddFile("/var/log/alerts.json", new MockFileData("{a}\n"));
        using var stream = files.FileStream.New("/var/log/alerts.json", FileMode.Open, FileAccess.Read);

        FileIdentity.Of(stream, new DateTime(7)).Should().Be("t7@");
    }

    [Fact]
    public async Task An_alert_file_in_memory_is_read_and_followed()
    {
        var files = new MockFileSystem();
        files.AddFile("/var/log/alerts.json", new MockFileData("{a}\n"));
        var clock = new ManualClock();
        var reader = new AlertFileReader("/var/log/alerts.json", new AlertFileOptions { FromStart = true }, files, clock);
        await using var batches = reader.ReadBatchesAsync(CancellationToken.None).GetAsyncEnumerator();

        (await batches.MoveNextAsync()).Should().BeTrue();
        Line(batches.Current).Should().Be("{a}");
        var next = batches.MoveNextAsync();
        await clock.TimerOf(new AlertFileOptions().PollInterval);
        await files.File.AppendAllTextAsync("/var/log/alerts.json", "{b}\n");
        clock.Advance(TimeSpan.FromSeconds(1));

        (await next).Should().BeTrue();
        Line(batches.Current).Should().Be("{b}");
    }

    private static string Line(ReadOnlyMemory<AlertRecord> batch) => Encoding.UTF8.GetString(batch.Span[0].Bytes.Span);
}
