using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;

namespace ActiveResponse.Dispatch;

/// <summary>Orders as JSON for transports: one versioned object in UTF-8. Reading is strict and never throws.</summary>
/// <remarks>
/// Reading checks the form only. The host that gets the order (the engine's <c>ReceiveAsync</c>) checks the values, whoever sent it. An
/// optional text (file, location) with bytes that aren't UTF-8 is written as bytes, with <c>Bytes</c> added to its name.
/// </remarks>
public static class ResponseOrderJson
{
    /// <summary>Version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Maximum length that is read, in bytes.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Writes the order as one JSON object in UTF-8, without line breaks.</summary>
    /// <param name="order">The order.</param>
    public static byte[] Write(ResponseOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            json.WriteString("response"u8, order.ResponseName);
            WriteCommand(json, order.Command);
            json.WriteString("responder"u8, order.Responder);
            WriteSubject(json, order.Subject);
            json.WriteString("location"u8, OrderWords.Of(order.Location));
            WriteOptional(json, "agent"u8, order.TargetAgent);
            json.WriteBoolean("here"u8, order.RunsHere);
            json.WriteBoolean("elsewhere"u8, order.RunsElsewhere);
            json.WriteString("timeout"u8, order.Timeout.ToString("c"));
            WriteOrigin(json, order.Origin);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the output of <see cref="Write"/>.</summary>
    /// <param name="utf8Json">The whole text. Unknown, duplicate and missing members, other versions, and anything after the object are
    /// refused.</param>
    /// <param name="order">The order.</param>
    /// <param name="problem">What is wrong with it, in one line; null if it could be read.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ResponseOrder? order,
        [NotNullWhen(false)] out string? problem
    ) => TryRead(utf8Json, MaxLength, out order, out problem);

    /// <summary>Reads it with another limit: what this host has stored itself may be longer.</summary>
    internal static bool TryRead(
        ReadOnlySpan<byte> utf8Json,
        int maxLength,
        [NotNullWhen(true)] out ResponseOrder? order,
        [NotNullWhen(false)] out string? problem
    )
    {
        order = null;
        problem = null;
        if (utf8Json.Length > maxLength)
        {
            problem = $"the order is longer than {maxLength / (1024 * 1024)} MiB";
            return false;
        }

        try
        {
            order = OrderReader.Read(utf8Json);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // GetString throws InvalidOperationException for text that isn't Unicode.
            problem = Diagnostics.SafeText.Of($"the order can't be read: {e.Message}", 400);
            return false;
        }
    }

    private static void WriteCommand(Utf8JsonWriter json, CommandDefinition command)
    {
        json.WriteStartObject("command"u8);
        json.WriteString("name"u8, command.Name);
        json.WriteString("executable"u8, command.Executable);
        json.WriteStartArray("expect"u8);
        foreach (var (word, field) in OrderWords.Expected)
        {
            if (command.Expect.HasFlag(field))
            {
                json.WriteStringValue(word);
            }
        }

        json.WriteEndArray();
        json.WriteBoolean("timeoutAllowed"u8, command.TimeoutAllowed);
        WriteOptional(json, "extraArguments"u8, command.ExtraArguments);
        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, Subject subject)
    {
        json.WriteStartObject("subject"u8);
        WriteOptional(json, "address"u8, subject.Address?.ToString());
        WriteOptional(json, "user"u8, subject.User);
        WriteOptional(json, "file"u8, subject.File);
        WriteOptional(json, "keys"u8, subject.Keys);
        json.WriteEndObject();
    }

    private static void WriteOrigin(Utf8JsonWriter json, ResponseOrigin origin)
    {
        json.WritePropertyName("origin"u8);
        WriteOriginObject(json, origin);
    }

    /// <summary>Writes the origin of an order as a separate object.</summary>
    internal static void WriteOriginObject(Utf8JsonWriter json, ResponseOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("alert"u8, origin.AlertId);
        json.WriteNumber("rule"u8, origin.RuleId);
        json.WriteNumber("level"u8, origin.Level);
        WriteOptional(json, "agentId"u8, origin.AgentId);
        WriteOptional(json, "agentName"u8, origin.AgentName);
        WriteOptional(json, "location"u8, origin.Location);
        WriteOptional(json, "config"u8, origin.ConfigVersion.Length == 0 ? null : origin.ConfigVersion);
        WriteOptional(json, "sender"u8, origin.Sender);
        WriteOptional(json, "reason"u8, origin.Reason);
        WriteOptional(json, "by"u8, origin.By);
        if (!origin.AlertJson.IsEmpty)
        {
            // As bytes: scripts must get what the detector wrote.
            json.WriteBase64String("alertJson"u8, origin.AlertJson.Span);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (LosslessText.IsUnicode(value))
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteBase64String([.. name, .. "Bytes"u8], LosslessText.Encode(value));
        }
    }
}
