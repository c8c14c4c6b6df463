using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace ActiveResponse.Nats.Reports;

/// <summary>Reads and writes agents' states as JSON. Agents aren't trusted, so reading limits every value.</summary>
internal static class AgentStateJson
{
    public const int MaxBytes = 64 * 1024;
    public const int MaxFailures = 32;
    private const int Version = 1;
    private const int MaxText = 256;
    private const int MaxItems = 256;

    // Long: one line per member of a report.
    public static byte[] Write(AgentState state)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("agent"u8, state.AgentId);
            json.WriteString("name"u8, state.Name);
            json.WriteString("host"u8, state.HostName);
            json.WriteString("version"u8, state.Version);
            json.WriteStartArray("labels"u8);
            foreach (var label in state.Labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            json.WriteNumber("time"u8, state.At.ToUnixTimeMilliseconds());
            json.WriteNumber("started"u8, state.StartedAt.ToUnixTimeMilliseconds());
            json.WriteString("epoch"u8, state.Epoch);
            json.WriteStartObject("positions"u8);
            foreach (var (target, sequence) in state.Positions)
            {
                json.WriteNumber(target, sequence);
            }

            json.WriteEndObject();
            json.WriteNumber("inPlace"u8, state.InPlace);
            json.WriteBoolean("dryRun"u8, state.IsDryRun);
            json.WriteBoolean("halted"u8, state.IsHalted);
            if (state.ClockAhead is { } ahead)
            {
                json.WriteNumber("clockAhead"u8, (long)ahead.TotalMilliseconds);
            }

            json.WriteStartObject("refused"u8);
            foreach (var (reason, count) in state.RefusedMessages)
            {
                json.WriteNumber(reason, count);
            }

            json.WriteEndObject();
            WriteFailures(json, state.Failures);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a state; null if the JSON isn't one.</summary>
    public static AgentState? Read(byte[]? utf8Json)
    {
        if (utf8Json is null || utf8Json.Length > MaxBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 4 });
            return Read(document.RootElement);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or OverflowException
            )
        {
            return null;
        }
    }

    private static AgentState? Read(JsonElement root)
    {
        if (root.GetProperty("v").GetInt32() != Version)
        {
            return null;
        }

        return new AgentState
        {
            AgentId = Text(root, "agent"),
            Name = root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? Short(name.GetString()) : null,
            HostName = Text(root, "host"),
            Version = Text(root, "version"),
            Labels = [.. root.GetProperty("labels").EnumerateArray().Take(MaxItems).Select(static label => Short(label.GetString()))],
            At = Time(root, "time"),
            StartedAt = Time(root, "started"),
            Epoch =
                root.TryGetProperty("epoch", out var epoch) && epoch.ValueKind == JsonValueKind.String ? Short(epoch.GetString()) : null,
            Positions = root.GetProperty("positions")
                .EnumerateObject()
                .Take(MaxItems)
                .ToImmutableDictionary(static one => Short(one.Name), static one => one.Value.GetUInt64()),
            InPlace = root.GetProperty("inPlace").GetInt32(),
            IsDryRun = root.GetProperty("dryRun").GetBoolean(),
            IsHalted = root.TryGetProperty("halted", out var halted) && halted.GetBoolean(),
            ClockAhead = root.TryGetProperty("clockAhead", out var ahead) ? TimeSpan.FromMilliseconds(ahead.GetInt64()) : null,
            RefusedMessages = root.GetProperty("refused")
                .EnumerateObject()
                .Take(MaxItems)
                .ToImmutableSortedDictionary(static one => Short(one.Name), static one => one.Value.GetInt64()),
            Failures = [.. root.GetProperty("failures").EnumerateArray().Take(MaxFailures).Select(Failure)],
        };
    }

    private static void WriteFailures(Utf8JsonWriter json, ImmutableArray<AgentFailure> failures)
    {
        json.WriteStartArray("failures"u8);
        foreach (var failure in failures)
        {
            json.WriteStartObject();
            json.WriteString("target"u8, failure.Target);
            json.WriteNumber("sequence"u8, failure.Sequence);
            json.WriteString("subject"u8, Short(failure.Subject));
            json.WriteBoolean("isRefused"u8, failure.IsRefused);
            json.WriteString("why"u8, Short(failure.Why));
            json.WriteNumber("time"u8, failure.At.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static AgentFailure Failure(JsonElement one) =>
        new(
            Text(one, "target"),
            one.GetProperty("sequence").GetUInt64(),
            Text(one, "subject"),
            one.GetProperty("isRefused").GetBoolean(),
            Text(one, "why"),
            Time(one, "time")
        );

    private static string Text(JsonElement of, string name) => Short(of.GetProperty(name).GetString());

    private static DateTimeOffset Time(JsonElement of, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds(of.GetProperty(name).GetInt64());

    private static string Short(string? text) => Diagnostics.SafeText.Of(text ?? "", MaxText);
}
