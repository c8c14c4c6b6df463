using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActiveResponse.Tool.Output;

/// <summary>Writes one JSON object as one line of standard output.</summary>
internal static class JsonLine
{
    // Readable text, not only ASCII: the output is for programs and terminals, not for web pages.
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The pool keeps what it gets back. A line with all effects of a large agent would stay there with tens of megabytes.
    private const int LongestPooled = 64 * 1024;

    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        Write(output, buffer, json, content);
    }

    /// <summary>Writes one with a writer that is used again, for those who write many.</summary>
    /// <param name="output">The target.</param>
    /// <param name="buffer">What the writer writes to; empty.</param>
    /// <param name="json">The writer, without anything pending.</param>
    /// <param name="content">Writes the object's members.</param>
    public static void Write(TextWriter output, ArrayBufferWriter<byte> buffer, Utf8JsonWriter json, Action<Utf8JsonWriter> content)
    {
        json.WriteStartObject();
        content(json);
        json.WriteEndObject();
        json.Flush();
        var most = Encoding.UTF8.GetMaxCharCount(buffer.WrittenCount) + output.NewLine.Length;
        if (most > LongestPooled)
        {
            Write(output, buffer.WrittenSpan, new char[most]);
            return;
        }

        var text = ArrayPool<char>.Shared.Rent(most);
        try
        {
            Write(output, buffer.WrittenSpan, text);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // With its end in one call: lines of others come before or after it.
    private static void Write(TextWriter output, ReadOnlySpan<byte> json, char[] text)
    {
        var length = Encoding.UTF8.GetChars(json, text);
        output.NewLine.CopyTo(text.AsSpan(length));
        output.Write(text, 0, length + output.NewLine.Length);
        output.Flush();
    }
}
