using System.Globalization;
using System.Text.Json;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Writes an alert of Wazuh 4 or OSSEC as the event of Wazuh 5 that says the same: fields named as in ECS, the rule and agent under <c>wazuh</c>.</summary>
internal static class Wazuh5Mapping
{
    /// <summary>Whether an alert isn't shaped as in Wazuh 5: it has a rule or data at its root, and no <c>wazuh</c>.</summary>
    public static bool IsNeeded(JsonElement alert) => ObjectOf(alert, "wazuh") is null && (ObjectOf(alert, "rule") ?? ObjectOf(alert, "data")) is not null;

    /// <summary>Writes the fields of the event.</summary>
    /// <param name="json">Where to, inside an object.</param>
    /// <param name="order">The order.</param>
    /// <param name="alert">The alert, or null for an event that says no more than the order does.</param>
    public static void Write(Utf8JsonWriter json, ResponseCommand order, JsonElement? alert)
    {
        var (origin, subject) = (order.Origin, order.Subject);
        CopyText(json, "@timestamp", alert, "timestamp");
        json.WriteStartObject("event");
        WriteText(json, "doc_id", origin.AlertId is "" ? null : origin.AlertId);
        CopyText(json, "original", alert, "full_log");
        json.WriteEndObject();
        json.WriteStartObject("wazuh");
        Wazuh5Message.WriteResponse(json, order);
        Wazuh5Message.WriteAgent(json, origin);
        if (origin.RuleId != 0)
        {
            json.WriteStartObject("rule");
            json.WriteString("id", origin.RuleId.ToString(CultureInfo.InvariantCulture));
            json.WriteString("level", LevelOf(origin.Level));
            CopyText(json, "title", alert is { } whole ? ObjectOf(whole, "rule") : null, "description");
            json.WriteEndObject();
        }

        if (origin.Location is not null)
        {
            json.WriteStartObject("protocol");
            WriteText(json, "location", origin.Location);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteTarget(json, "source", "ip", subject.Address?.ToString());
        WriteTarget(json, "user", "name", subject.User);
        WriteTarget(json, "file", "path", subject.File);
    }

    // The ranges of Wazuh's migration guide.
    private static string LevelOf(int level) => level switch
    {
        < 4 => "informational",
        < 7 => "low",
        < 10 => "medium",
        < 13 => "high",
        _ => "critical",
    };

    private static void WriteTarget(Utf8JsonWriter json, string section, string name, string? value)
    {
        if (value is not null)
        {
            Wazuh5Message.WriteTarget(json, section, default, name, value);
        }
    }

    private static void CopyText(Utf8JsonWriter json, string name, JsonElement? from, string field)
    {
        foreach (var found in Of(from ?? default))
        {
            if (Is(found, field) && found.Value.ValueKind == JsonValueKind.String)
            {
                json.WritePropertyName(name);
                found.Value.WriteTo(json);
                return;
            }
        }
    }

    private static JsonElement? ObjectOf(JsonElement alert, string name)
    {
        foreach (var field in Of(alert))
        {
            if (Is(field, name))
            {
                return field.Value.ValueKind == JsonValueKind.Object ? field.Value : null;
            }
        }

        return null;
    }
}
