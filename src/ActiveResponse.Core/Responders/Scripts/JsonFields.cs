using System.Text.Json;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Writes fields of an alert anew. Names are compared without case, and the first of equal ones counts, as for the programs' own reader.</summary>
internal static class JsonFields
{
    public static bool Is(JsonProperty field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public static void Copy(Utf8JsonWriter json, JsonProperty field)
    {
        json.WritePropertyName(field.Name);
        field.Value.WriteTo(json);
    }

    /// <summary>The fields of an object; none of anything else.</summary>
    public static JsonElement.ObjectEnumerator Of(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    /// <summary>Writes a text unless there is none; cut, so that a message made of such texts is short.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, ScriptText.Unicode(value[..Math.Min(value.Length, 1024)]));
        }
    }

    /// <summary>Writes a text the first time it is asked to, if there is one.</summary>
    public static void WriteOnce(Utf8JsonWriter json, string name, string? value, ref bool seen)
    {
        if (!seen && value is not null)
        {
            json.WriteString(name, value);
        }

        seen = true;
    }
}
