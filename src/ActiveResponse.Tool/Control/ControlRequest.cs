using System.Text;
using System.Text.Json;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>A request to a running agent: one line of JSON.</summary>
internal sealed record ControlRequest
{
    /// <summary>The maximum line length in bytes; longer ones are refused.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2 };

    /// <summary>One of <see cref="ControlCommands"/>.</summary>
    public required string Command { get; init; }

    /// <summary>An address, a network, a user or a file; for the allow list also a host name.</summary>
    public string? Target { get; init; }

    /// <summary>Several targets in place of one; null for one.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Whether a network also means all targets within it.</summary>
    public bool Within { get; init; }

    /// <summary>Whether it is for all effects.</summary>
    public bool All { get; init; }

    /// <summary>The duration; 0 for until lifted.</summary>
    public long? Seconds { get; init; }

    /// <summary>The maximum number of entries.</summary>
    public long? Limit { get; init; }

    /// <summary>Only effects by this responder or script.</summary>
    public string? Responder { get; init; }

    /// <summary>Only effects in this state, as 'list' names it.</summary>
    public string? State { get; init; }

    /// <summary>Only effects that an alert of this rule has caused.</summary>
    public long? Rule { get; init; }

    /// <summary>Only actions since this time, in seconds since 1970.</summary>
    public long? Since { get; init; }

    /// <summary>Only actions before this time, in seconds since 1970.</summary>
    public long? Until { get; init; }

    /// <summary>The responder's name, or an executable bound to it.</summary>
    public string? With { get; init; }

    public byte[] ToLine()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("command", Command);
            WriteText(json, "target", Target);
            if (Targets is { } targets)
            {
                json.WriteStrings("targets", targets);
            }

            if (Within)
            {
                json.WriteBoolean("within", true);
            }

            WriteText(json, "with", With);
            if (All)
            {
                json.WriteBoolean("all", true);
            }

            WriteNumber(json, "seconds", Seconds);
            WriteNumber(json, "limit", Limit);
            WriteText(json, "responder", Responder);
            WriteText(json, "state", State);
            WriteNumber(json, "rule", Rule);
            WriteNumber(json, "since", Since);
            WriteNumber(json, "until", Until);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Parses an untrusted line.</summary>
    /// <returns>The error; null if it is valid.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> line, out ControlRequest request)
    {
        request = new ControlRequest { Command = "" };
        if (line.Length > MaxLength)
        {
            return "the request is too long";
        }

        try
        {
            // Invalid UTF-8 would be decoded to other text than was sent.
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

            return ControlCommands.All.Contains(request.Command) ? null : "unknown command";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return "the request isn't valid JSON of a request";
        }
    }

    // An unknown member may change the meaning.
    private static ControlRequest Take(ControlRequest request, JsonProperty member) =>
        member.Name switch
        {
            "command" => request with { Command = member.Value.GetString() ?? "" },
            "target" => request with { Target = member.Value.GetString() },
            "targets" => request with { Targets = [.. member.Value.EnumerateArray().Select(static value => value.GetString() ?? "")] },
            "within" => request with { Within = member.Value.GetBoolean() },
            "with" => request with { With = member.Value.GetString() },
            "all" => request with { All = member.Value.GetBoolean() },
            "seconds" => request with { Seconds = member.Value.GetInt64() },
            "responder" => request with { Responder = member.Value.GetString() },
            "state" => request with { State = member.Value.GetString() },
            "rule" => request with { Rule = member.Value.GetInt64() },
            "since" => request with { Since = member.Value.GetInt64() },
            "until" => request with { Until = member.Value.GetInt64() },
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
