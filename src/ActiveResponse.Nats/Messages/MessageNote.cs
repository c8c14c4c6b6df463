using System.Buffers;
using System.Text.Json;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>
/// The note of an order as JSON. It travels in a header with a signature of its own, since members of earlier versions refuse an order
/// with unknown members, and ignore unknown headers.
/// </summary>
internal static class MessageNote
{
    /// <summary>The longest header that is read, in characters: the longest note in bytes that JSON escapes, in base64.</summary>
    public const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2 };

    public static byte[] Write(OrderNote note)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (note.Reason is { } reason)
            {
                json.WriteString("reason"u8, reason);
            }

            if (note.By is { } by)
            {
                json.WriteString("by"u8, by);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the output of <see cref="Write"/>; null if it isn't valid. Members of later versions are ignored.</summary>
    public static OrderNote? Read(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            return new OrderNote { Reason = Text(document.RootElement, "reason"u8), By = Text(document.RootElement, "by"u8) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
