using System.Text.Encodings.Web;
using System.Text.Json;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The line wazuh-execd writes to a program: the whole message again for every command, in the key order of Wazuh 4.</summary>
internal static class Wazuh4Message
{
    /// <summary>A program reads a line of 65,535 bytes with the line feed; this leaves room for any command, so that all carry the same alert.</summary>
    public const int MaxBytes = 65_500;

    // A manager's node name unless configured; programs require the field and look at nothing in it.
    private const string NodeName = "node01";

    // Only what JSON demands is escaped, as Wazuh's writer does; a script may search the text.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes one line in UTF-8, without the line feed.</summary>
    /// <param name="order">The order.</param>
    /// <param name="command"><c>add</c>, <c>continue</c>, <c>abort</c> or <c>delete</c>.</param>
    /// <param name="program">The program's path as it is started.</param>
    /// <param name="shortened">Whether the alert was too long, or unreadable, and only the subject was put in its place.</param>
    public static byte[] Of(ResponseCommand order, string command, string program, out bool shortened)
    {
        shortened = false;
        if (WriteWhole(order, command, program) is { Length: <= MaxBytes } whole)
        {
            return whole;
        }

        shortened = !order.Origin.AlertJson.IsEmpty;
        return Write(order, command, program, json => Wazuh4Alert.WriteSubject(json, order.Origin, order.Subject));
    }

    private static byte[]? WriteWhole(ResponseCommand order, string command, string program)
    {
        if (order.Origin.AlertJson.IsEmpty)
        {
            return null;
        }

        try
        {
            using var alert = JsonDocument.Parse(order.Origin.AlertJson);
            return alert.RootElement.ValueKind == JsonValueKind.Object
                ? Write(order, command, program, json => Wazuh4Alert.Write(json, alert.RootElement, order.Subject))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON; or JSON with texts that are no Unicode, which the reader finds only when they are copied.
            return null;
        }
    }

    private static byte[] Write(ResponseCommand order, string command, string program, Action<Utf8JsonWriter> alert)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("origin");
            json.WriteString("name", NodeName);
            json.WriteString("module", "wazuh-execd");
            json.WriteEndObject();
            json.WriteString("command", command);
            json.WriteStartObject("parameters");
            json.WriteStartArray("extra_args");
            foreach (var argument in (order.Command.ExtraArguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(ScriptText.Unicode(argument));
            }

            json.WriteEndArray();
            json.WritePropertyName("alert");
            alert(json);
            json.WriteString("program", ScriptText.Unicode(program));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return line.ToArray();
    }
}
