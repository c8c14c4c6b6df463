using System.Globalization;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The alert inside a Wazuh 4 message, brought into line with the order's subject.</summary>
/// <remarks>
/// A program looks for its target in the alert: <c>data.win.eventdata.ipAddress</c>, then <c>destinationIp</c>, then <c>data.srcip</c>, and
/// <c>data.dstuser</c>; the first of equal keys counts, in any case of letters. What planning and the guards have judged is the order's subject. So these
/// fields say the same as the subject or are left out; otherwise a crafted alert could pass the guards with one address and have another blocked.
/// </remarks>
internal static class Wazuh4Alert
{
    private static readonly string[] EventFields = ["ipAddress", "destinationIp"];

    /// <summary>Writes an alert with the subject's address and user in place of its own.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement alert, Subject subject)
    {
        json.WriteStartObject();
        var hasData = false;
        foreach (var field in alert.EnumerateObject())
        {
            if (!Is(field, "data"))
            {
                Copy(json, field);
            }
            else if (!hasData)
            {
                hasData = true;
                json.WritePropertyName(field.Name);
                WriteData(json, field.Value, subject);
            }
        }

        if (!hasData && (subject.Address is not null || subject.User is not null))
        {
            json.WritePropertyName("data");
            WriteData(json, default, subject);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an alert that says no more than the order does.</summary>
    public static void WriteSubject(Utf8JsonWriter json, ResponseOrigin origin, Subject subject)
    {
        json.WriteStartObject();
        if (origin.RuleId != 0)
        {
            json.WriteStartObject("rule");
            json.WriteNumber("level", origin.Level);
            json.WriteString("id", origin.RuleId.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        if (origin.AgentId is not null || origin.AgentName is not null)
        {
            json.WriteStartObject("agent");
            WriteText(json, "id", origin.AgentId);
            WriteText(json, "name", origin.AgentName);
            json.WriteEndObject();
        }

        WriteText(json, "id", origin.AlertId is "" ? null : origin.AlertId);
        json.WritePropertyName("data");
        WriteData(json, default, subject);
        if (subject.File is not null)
        {
            json.WriteStartObject("syscheck");
            json.WriteString("path", subject.File);
            json.WriteEndObject();
        }

        WriteText(json, "location", origin.Location);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, JsonElement data, Subject subject)
    {
        json.WriteStartObject();
        var seen = (Address: false, User: false, Windows: false);
        foreach (var field in Of(data))
        {
            if (Is(field, "srcip"))
            {
                WriteOnce(json, field.Name, subject.Address?.ToString(), ref seen.Address);
            }
            else if (Is(field, "dstuser"))
            {
                WriteOnce(json, field.Name, subject.User, ref seen.User);
            }
            else if (!Is(field, "win"))
            {
                Copy(json, field);
            }
            else if (!seen.Windows)
            {
                seen.Windows = true;
                WriteWindows(json, field, subject);
            }
        }

        WriteOnce(json, "srcip", subject.Address?.ToString(), ref seen.Address);
        WriteOnce(json, "dstuser", subject.User, ref seen.User);
        json.WriteEndObject();
    }

    private static void WriteWindows(Utf8JsonWriter json, JsonProperty windows, Subject subject)
    {
        if (windows.Value.ValueKind != JsonValueKind.Object)
        {
            Copy(json, windows);
            return;
        }

        json.WriteStartObject(windows.Name);
        var seen = false;
        foreach (var field in windows.Value.EnumerateObject())
        {
            if (!Is(field, "eventdata") || field.Value.ValueKind != JsonValueKind.Object)
            {
                Copy(json, field);
            }
            else if (!seen)
            {
                seen = true;
                json.WriteStartObject(field.Name);
                foreach (var item in field.Value.EnumerateObject())
                {
                    if (!Array.Exists(EventFields, name => Is(item, name)) || IsAddress(item.Value, subject))
                    {
                        Copy(json, item);
                    }
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private static bool IsAddress(JsonElement value, Subject subject) =>
        value.ValueKind == JsonValueKind.String && AddressPrefix.TryParse(value.GetString(), out var address) && address == subject.Address;
}
