using System.Text.Encodings.Web;
using System.Text.Json;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>One line to a program that is told on standard input.</summary>
internal static class ScriptMessage
{
    /// <summary>A program reads a line of 65,535 bytes with the line feed; this leaves room for any command, so that all carry the same alert.</summary>
    public const int MaxBytes = 65_500;

    // Only what JSON demands is escaped, as Wazuh's writer does; a script may search the text.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How an action is called in a protocol.</summary>
    public static string CommandOf(ScriptProtocol protocol, ScriptAction action) => (protocol, action) switch
    {
        (ScriptProtocol.Wazuh5Stdin, ScriptAction.Add) => "enable",
        (ScriptProtocol.Wazuh5Stdin, _) => "disable",
        (_, ScriptAction.Add) => "add",
        _ => "delete",
    };

    /// <summary>Makes one line in UTF-8, without the line feed.</summary>
    /// <param name="protocol">Wazuh 4 or 5.</param>
    /// <param name="order">The order.</param>
    /// <param name="command">The command of an action, <c>continue</c> or <c>abort</c>.</param>
    /// <param name="program">The program's path as it is started.</param>
    /// <param name="shortened">Whether the alert was too long, or unreadable, and only what the order knows was put in its place.</param>
    public static byte[] Of(ScriptProtocol protocol, ResponseCommand order, string command, string program, out bool shortened)
    {
        shortened = false;
        if (WriteWhole(protocol, order, command, program) is { Length: <= MaxBytes } whole)
        {
            return whole;
        }

        shortened = !order.Origin.AlertJson.IsEmpty;
        return Write(protocol, order, command, program, alert: null);
    }

    private static byte[]? WriteWhole(ScriptProtocol protocol, ResponseCommand order, string command, string program)
    {
        if (order.Origin.AlertJson.IsEmpty)
        {
            return null;
        }

        try
        {
            using var alert = JsonDocument.Parse(order.Origin.AlertJson);
            return alert.RootElement.ValueKind == JsonValueKind.Object ? Write(protocol, order, command, program, alert.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON; or JSON with texts that are no Unicode, which the reader finds only when they are copied.
            return null;
        }
    }

    private static byte[] Write(ScriptProtocol protocol, ResponseCommand order, string command, string program, JsonElement? alert)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Plain))
        {
            if (protocol == ScriptProtocol.Wazuh5Stdin)
            {
                Wazuh5Message.Write(json, order, command, alert);
            }
            else
            {
                Wazuh4Message.Write(json, order, command, program, alert);
            }
        }

        return line.ToArray();
    }
}
