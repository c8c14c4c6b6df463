using System.Text.Json;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The line wazuh-execd writes to a program: the whole message again for every command, in the key order of Wazuh 4.</summary>
internal static class Wazuh4Message
{
    // A manager's node name unless configured; programs require the field and look at nothing in it.
    private const string NodeName = "node01";

    /// <summary>Writes a message.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="order">The order.</param>
    /// <param name="command"><c>add</c>, <c>continue</c>, <c>abort</c> or <c>delete</c>.</param>
    /// <param name="program">The program's path as it is started.</param>
    /// <param name="alert">The alert, or null for one that says no more than the order does.</param>
    public static void Write(Utf8JsonWriter json, ResponseCommand order, string command, string program, JsonElement? alert) =>
        Write(json, order, command, NodeName, "wazuh-execd", program, alert);

    /// <summary>Writes a message of another daemon; one for execd has no program yet.</summary>
    public static void Write(
        Utf8JsonWriter json, ResponseCommand order, string command, string nodeName, string module, string? program, JsonElement? alert)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartObject("origin");
        json.WriteString("name", ScriptText.Unicode(nodeName));
        json.WriteString("module", module);
        json.WriteEndObject();
        json.WriteString("command", ScriptText.Unicode(command));
        json.WriteStartObject("parameters");
        json.WriteStartArray("extra_args");
        foreach (var argument in (order.Command.ExtraArguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStringValue(ScriptText.Unicode(argument));
        }

        json.WriteEndArray();
        json.WritePropertyName("alert");
        if (alert is { } whole)
        {
            Wazuh4Alert.Write(json, whole, order.Subject);
        }
        else
        {
            Wazuh4Alert.WriteSubject(json, order.Origin, order.Subject);
        }

        if (program is not null)
        {
            json.WriteString("program", ScriptText.Unicode(program));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
