using System.Text;
using System.Text.Json;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>A request to a running agent: one line of JSON.</summary>
internal sealed record ControlRequest
{
    /// <summary>The maximum line length in bytes; longer ones are refused.</summary>
    public const int MaxLength = 1024 * 1024;

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

    /// <summary>What is asked of a view, as <see cref="ViewRequests"/> names it.</summary>
    public string? Method { get; init; }

    /// <summary>JSON for the method, as text.</summary>
    public string? Body { get; init; }

    /// <summary>The longest name of a requester, in characters: the agent may add the user of the connection.</summary>
    public const int LongestBy = 100;

    /// <summary>The duration for each of several targets; null if all have the same.</summary>
    public IReadOnlyList<long>? SecondsOfEach { get; init; }

    /// <summary>The reason for each of several targets; null if all have the same.</summary>
    public IReadOnlyList<string?>? ReasonOfEach { get; init; }

    /// <summary>The name for each of several targets; null if all have the same.</summary>
    public IReadOnlyList<string?>? ByOfEach { get; init; }

    /// <summary>Why the change is made.</summary>
    public string? Reason { get; init; }

    /// <summary>Who makes the change: what a client says, or what the agent has made of that.</summary>
    public string? By { get; init; }

    /// <summary>Reason and name for the record.</summary>
    public OrderNote Note => new() { Reason = Reason, By = By };

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
            WriteText(json, "method", Method);
            WriteText(json, "body", Body);
            WriteText(json, "reason", Reason);
            WriteText(json, "by", By);
            WriteEach(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private void WriteEach(Utf8JsonWriter json)
    {
        WriteEach(json, "seconds", SecondsOfEach, static (writer, seconds) => writer.WriteNumberValue(seconds));
        WriteEach(json, "reason", ReasonOfEach, static (writer, reason) => writer.WriteStringValue(reason));
        WriteEach(json, "by", ByOfEach, static (writer, by) => writer.WriteStringValue(by));
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

            return ControlCommands.All.Contains(request.Command) ? ProblemOf(request) : "unknown command";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return "the request isn't valid JSON of a request";
        }
    }

    /// <summary>The request for one of its targets.</summary>
    public ControlRequest Of(int index) =>
        this with
        {
            Target = Targets![index],
            Targets = null,
            Seconds = SecondsOfEach is { } seconds ? seconds[index] : Seconds,
            Reason = ReasonOfEach is { } reasons ? reasons[index] : Reason,
            By = ByOfEach is { } names ? names[index] : By,
            SecondsOfEach = null,
            ReasonOfEach = null,
            ByOfEach = null,
        };

    private static string? ProblemOf(ControlRequest request)
    {
        var count = request.Targets?.Count ?? -1;
        if (
            new[] { request.SecondsOfEach?.Count, request.ReasonOfEach?.Count, request.ByOfEach?.Count }.Any(given =>
                given is { } some && some != count
            )
        )
        {
            return "a list has another length than the targets";
        }

        return ProblemOfNote(request.Reason, request.By)
            ?? request
                .ReasonOfEach?.Select(static reason => ProblemOfNote(reason, by: null))
                .FirstOrDefault(static problem => problem is not null)
            ?? request.ByOfEach?.Select(static by => ProblemOfNote(reason: null, by)).FirstOrDefault(static problem => problem is not null);
    }

    /// <summary>What is wrong with a reason or a name; null for nothing.</summary>
    public static string? ProblemOfNote(string? reason, string? by)
    {
        if (reason?.Length > OrderNote.LongestReason)
        {
            return $"the reason is longer than {OrderNote.LongestReason} characters";
        }

        return by?.Length > LongestBy ? $"the name is longer than {LongestBy} characters" : null;
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
            "seconds" when IsList(member) => request with { SecondsOfEach = [.. Items(member).Select(static item => item.GetInt64())] },
            "seconds" => request with { Seconds = member.Value.GetInt64() },
            "responder" => request with { Responder = member.Value.GetString() },
            "state" => request with { State = member.Value.GetString() },
            "rule" => request with { Rule = member.Value.GetInt64() },
            "since" => request with { Since = member.Value.GetInt64() },
            "until" => request with { Until = member.Value.GetInt64() },
            "method" => request with { Method = member.Value.GetString() },
            "body" => request with { Body = member.Value.GetString() },
            "reason" when IsList(member) => request with { ReasonOfEach = [.. Items(member).Select(static item => item.GetString())] },
            "reason" => request with { Reason = member.Value.GetString() },
            "by" when IsList(member) => request with { ByOfEach = [.. Items(member).Select(static item => item.GetString())] },
            "by" => request with { By = member.Value.GetString() },
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

    private static bool IsList(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Array;

    private static JsonElement.ArrayEnumerator Items(JsonProperty member) => member.Value.EnumerateArray();

    private static void WriteEach<T>(Utf8JsonWriter json, string name, IReadOnlyList<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
