using System.Text;
using System.Text.Json;

namespace ActiveResponse.Tool.Control;

/// <summary>What a running agent is asked for: one line of JSON.</summary>
internal sealed record ControlRequest
{
    /// <summary>The longest line, in bytes; longer ones are refused.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2 };

    /// <summary>One of <see cref="ControlCommands"/>.</summary>
    public required string Command { get; init; }

    /// <summary>An address, a network, a user, a file; for the allow list also a host name.</summary>
    public string? Target { get; init; }

    /// <summary>Whether all effects are meant.</summary>
    public bool All { get; init; }

    /// <summary>How long; 0 for until lifted.</summary>
    public long? Seconds { get; init; }

    /// <summary>At most so many entries.</summary>
    public long? Limit { get; init; }

    /// <summary>The responder, by its name or an executable it is bound to.</summary>
    public string? With { get; init; }

    public byte[] ToLine()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("command", Command);
            WriteText(json, "target", Target);
            WriteText(json, "with", With);
            if (All)
            {
                json.WriteBoolean("all", true);
            }

            WriteNumber(json, "seconds", Seconds);
            WriteNumber(json, "limit", Limit);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Reads a line that anybody may have written.</summary>
    /// <returns>What is wrong with it; null when it was read.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> line, out ControlRequest request)
    {
        request = new ControlRequest { Command = "" };
        if (line.Length > MaxLength)
        {
            return "the request is too long";
        }

        try
        {
            // What isn't UTF-8 would come out as other text than was sent.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(line.Span);
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return "the request is not a JSON object";
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                request = Take(request, member);
            }

            return ControlCommands.All.Contains(request.Command) ? null : "there is no such command";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return "the request is not JSON as it should be";
        }
    }

    // A member that nobody knows may be one that changes what is meant.
    private static ControlRequest Take(ControlRequest request, JsonProperty member) =>
        member.Name switch
        {
            "command" => request with { Command = member.Value.GetString() ?? "" },
            "target" => request with { Target = member.Value.GetString() },
            "with" => request with { With = member.Value.GetString() },
            "all" => request with { All = member.Value.GetBoolean() },
            "seconds" => request with { Seconds = member.Value.GetInt64() },
            "limit" => request with { Limit = member.Value.GetInt64() },
            _ => throw new FormatException(),
        };

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
