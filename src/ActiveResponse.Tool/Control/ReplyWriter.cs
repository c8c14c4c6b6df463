using System.Buffers;
using System.Text.Json;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Writes a reply: one JSON object per line, the last one <c>{"done":true}</c> or with an <c>error</c>.</summary>
internal sealed class ReplyWriter(Stream output, CancellationToken cancellationToken)
{
    private const int FlushAfter = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _isPart;

    /// <summary>Part of a reply, to be added to the whole.</summary>
    public static ReplyWriter Part() => new(Stream.Null, CancellationToken.None) { _isPart = true };

    /// <summary>Adds a part.</summary>
    public ValueTask AddAsync(ReplyWriter part)
    {
        _buffer.Write(part._buffer.WrittenSpan);
        return FlushIfLongAsync();
    }

    public async ValueTask LineAsync(Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(_buffer, JsonLine.Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        await FlushIfLongAsync();
    }

    /// <summary>Sends what was written so far.</summary>
    public ValueTask SendAsync() => FlushAsync();

    public async ValueTask DoneAsync()
    {
        await LineAsync(static json => json.WriteBoolean("done", true));
        await FlushAsync();
    }

    public async ValueTask FailAsync(string why)
    {
        await LineAsync(json => json.WriteString("error", ToolText.OneLine(why)));
        await FlushAsync();
    }

    private ValueTask FlushIfLongAsync() => _isPart || _buffer.WrittenCount < FlushAfter ? ValueTask.CompletedTask : FlushAsync();

    private async ValueTask FlushAsync()
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }
}
