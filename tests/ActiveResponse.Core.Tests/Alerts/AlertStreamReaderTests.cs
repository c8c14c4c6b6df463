using System.Text;
using ActiveResponse.Alerts;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Alerts;

public class AlertStreamReaderTests
{
    [Fact]
    public async Task Reads_a_stream_of_all_layouts_to_its_end()
    {
        var reader = new AlertStreamReader(
            new MemoryStream(
                AlertText.Bytes(
                    $"{AlertText.WazuhLine}\n{AlertText.OssecLine}\r\n\n<132>Aug  1 03:17:27 m ossec: "
                        + $"{AlertText.WazuhLine}\nnothing\n{AlertText.WazuhLine}\n{AlertText.LogBlock}\n"
                )
            )
        );
        var parser = new AlertParser();
        var read = new List<string>();

        await foreach (var record in reader.ReadAsync())
        {
            read.Add($"{record.Line} {(parser.TryRead(record.Bytes, out var alert, out var error) ? alert.Format : error!.Value.Cause)}");
            record.Position.Should().BeNull();
        }

        read.Should().Equal("1 WazuhJson", "2 OssecJson", "4 WazuhJson", "5 NotAnAlert", "6 WazuhJson", "7 OssecLog");
        reader.Statistics.Lines.Should().Be(14);
    }

    [Fact]
    public async Task Gives_many_records_in_a_batch()
    {
        var reader = new AlertStreamReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", 1000)))));
        var batches = new List<int>();

        await foreach (var batch in reader.ReadBatchesAsync())
        {
            batches.Add(batch.Length);
        }

        batches.Should().Equal(1000);
    }

    [Fact]
    public async Task Passes_the_error_of_a_record_that_is_too_long_on_to_the_parser()
    {
        var reader = new AlertStreamReader(
            new MemoryStream(AlertText.Bytes(AlertText.WazuhLine)),
            new AlertStreamOptions { MaxRecordLength = 100 }
        );
        var parser = new AlertParser();

        await foreach (var record in reader.ReadAsync())
        {
            parser.TryReadKey(record, out _, out var error).Should().BeFalse();
            error!.Value.Cause.Should().Be(AlertErrorCause.TooLong);
            reader.Statistics.CountSkipped(record, error.Value).Should().BeTrue();
        }

        reader.Statistics.Skips.Should().ContainSingle().Which.Excerpt.Should().StartWith("{\"timestamp\"");
    }

    [Fact]
    public async Task Stops_waiting_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var read = new System.IO.Pipes.AnonymousPipeClientStream(pipe.GetClientHandleAsString());
        await using var records = new AlertStreamReader(read).ReadBatchesAsync(cancel.Token).GetAsyncEnumerator();
        var next = records.MoveNextAsync();

        await cancel.CancelAsync();
        pipe.Dispose();

        var wait = async () => await next;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Refuses_limits_outside_their_range(int length, int size)
    {
        var create = () => new AlertStreamReader(Stream.Null, new AlertStreamOptions { MaxRecordLength = length, ReadSize = size });

        create.Should().Throw<OptionsValidationException>();
    }
}
