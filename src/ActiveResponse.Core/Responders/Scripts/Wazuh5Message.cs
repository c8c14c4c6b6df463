using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The line wazuh-execd of Wazuh 5 writes to a program: the event, with the active response in it and the command at its end.</summary>
/// <remarks>
/// A program demands <c>command</c> and the object <c>wazuh</c>, and finds its target in <c>source.ip</c> and <c>user.name</c> (Wazuh 5
/// <c>src/active-response/src/active_responses.c</c>). These say what planning and the guards have judged, whatever the event says.
/// </remarks>
internal static class Wazuh5Message
{
    /// <summary>Writes a message.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="order">The order.</param>
    /// <param name="command"><c>enable</c>, <c>continue</c>, <c>abort</c> or <c>disable</c>.</param>
    /// <param name="alert">The alert, or null for an event that says no more than the order does.</param>
    public static void Write(Utf8JsonWriter json, ResponseCommand order, string command, JsonElement? alert)
    {
        json.WriteStartObject();
        if (alert is { } found && !Wazuh5Mapping.IsNeeded(found))
        {
            WriteEvent(json, order, found);
        }
        else
        {
            Wazuh5Mapping.Write(json, order, alert);
        }

        json.WriteString("command", command);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>wazuh.active_response</c>, as the manager stores it.</summary>
    public static void WriteResponse(Utf8JsonWriter json, ResponseCommand order)
    {
        json.WriteStartObject("active_response");
        json.WriteString("name", ScriptText.Unicode(order.Command.Name));
        json.WriteString("executable", ScriptText.Unicode(order.Command.Executable));
        json.WriteString("extra_arguments", ScriptText.Unicode(order.Command.ExtraArguments ?? ""));
        json.WriteString("location", order.Location switch
        {
            ResponseLocation.All => "all",
            ResponseLocation.DefinedAgent => "defined-agent",
            _ => "local",
        });
        if (order.Location == ResponseLocation.DefinedAgent)
        {
            WriteText(json, "agent_id", order.TargetAgent);
        }

        json.WriteString("type", order.Timeout > TimeSpan.Zero ? "stateful" : "stateless");
        if (order.Timeout > TimeSpan.Zero)
        {
            json.WriteNumber("stateful_timeout", (long)Math.Ceiling(order.Timeout.TotalSeconds));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>agent</c> as far as the order knows it.</summary>
    public static void WriteAgent(Utf8JsonWriter json, ResponseOrigin origin)
    {
        if (origin.AgentId is not null || origin.AgentName is not null)
        {
            json.WriteStartObject("agent");
            WriteText(json, "id", origin.AgentId);
            WriteText(json, "name", origin.AgentName);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes an object with one field set to what was judged, or without that field.</summary>
    public static void WriteTarget(Utf8JsonWriter json, string section, JsonElement fields, string name, string? value)
    {
        json.WriteStartObject(section);
        var seen = false;
        foreach (var field in Of(fields))
        {
            if (Is(field, name))
            {
                WriteOnce(json, field.Name, value, ref seen);
            }
            else
            {
                Copy(json, field);
            }
        }

        WriteOnce(json, name, value, ref seen);
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, ResponseCommand order, JsonElement alert)
    {
        (string Section, string Name, string? Value)[] targets =
        [
            ("source", "ip", order.Subject.Address?.ToString()), ("user", "name", order.Subject.User), ("file", "path", order.Subject.File),
        ];
        var seen = new bool[targets.Length];
        var hasWazuh = false;
        foreach (var field in alert.EnumerateObject())
        {
            var target = Array.FindIndex(targets, t => Is(field, t.Section));
            if (target >= 0 && (target < 2 || order.Subject.File is not null))
            {
                if (!seen[target])
                {
                    seen[target] = true;
                    WriteTarget(json, field.Name, field.Value, targets[target].Name, targets[target].Value);
                }
            }
            else if (Is(field, "wazuh"))
            {
                WriteWazuh(json, field.Value, order, ref hasWazuh);
            }
            else if (!Is(field, "command") && !Is(field, "source.ip") && !Is(field, "user.name"))
            {
                // The command is ours to give; and the targets are not to be found flattened either.
                Copy(json, field);
            }
        }

        WriteWazuh(json, default, order, ref hasWazuh);
        for (var i = 0; i < targets.Length; i++)
        {
            if (!seen[i] && targets[i].Value is not null)
            {
                WriteTarget(json, targets[i].Section, default, targets[i].Name, targets[i].Value);
            }
        }
    }

    private static void WriteWazuh(Utf8JsonWriter json, JsonElement wazuh, ResponseCommand order, ref bool seen)
    {
        if (seen)
        {
            return;
        }

        seen = true;
        json.WriteStartObject("wazuh");
        WriteResponse(json, order);
        var hasAgent = false;
        foreach (var field in Of(wazuh))
        {
            if (!Is(field, "active_response"))
            {
                hasAgent |= Is(field, "agent");
                Copy(json, field);
            }
        }

        if (!hasAgent)
        {
            WriteAgent(json, order.Origin);
        }

        json.WriteEndObject();
    }
}
