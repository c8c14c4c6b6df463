using System.Buffers;
using System.Text.Json;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Writes a reply: one JSON object per line, the last one <c>{"done":true}</c> or with an <c>error</c>.</summary>
internal sealed class ReplyWriter(Stream output, CancellationToken cancellationToken)
{
    private const int FlushAfter = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public async ValueTask LineAsync(Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(_buffer, JsonLine.Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAfter)
        {
            await FlushAsync();
        }
    }

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

    private async ValueTask FlushAsync()
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }
}
