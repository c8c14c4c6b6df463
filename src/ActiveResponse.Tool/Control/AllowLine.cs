using System.Text;
using System.Text.Json;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Control;

/// <summary>A line of the file of an allow list: the entry, and after <c>#</c> its note as JSON. Any other comment is its reason.</summary>
internal static class AllowLine
{
    private const string Begin = " # ";
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2 };

    public static string Write(string entry, OrderNote note)
    {
        if (note == OrderNote.None)
        {
            return entry;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (note.By is { } by)
            {
                json.WriteString("by", by);
            }

            if (note.Reason is { } reason)
            {
                json.WriteString("reason", reason);
            }

            json.WriteEndObject();
        }

        return entry + Begin + Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static (string Entry, OrderNote Note) Read(string line)
    {
        var at = line.IndexOf(Begin, StringComparison.Ordinal);
        return at < 0 ? (line, OrderNote.None) : (line[..at], NoteOf(line[(at + Begin.Length)..]));
    }

    private static OrderNote NoteOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return new OrderNote { By = Text(document.RootElement, "by"), Reason = Text(document.RootElement, "reason") };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new OrderNote { Reason = text.Trim() };
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
