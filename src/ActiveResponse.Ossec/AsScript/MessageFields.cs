using System.Text.Json;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Looks fields up as the stock programs do: any case of letters, and the first of equal ones.</summary>
internal static class MessageFields
{
    public static JsonElement? Find(JsonElement? from, string name)
    {
        if (from is { ValueKind: JsonValueKind.Object } found)
        {
            foreach (var field in found.EnumerateObject())
            {
                if (NameIs(field, name))
                {
                    return field.Value;
                }
            }
        }

        return null;
    }

    public static JsonElement? Find(JsonElement? from, string name, JsonValueKind kind) =>
        Find(from, name) is { } found && found.ValueKind == kind ? found : null;

    /// <summary>The text of a field; null when it is none, or no Unicode.</summary>
    public static string? Text(JsonElement? from, string name) => Find(from, name) is { } found ? Text(found) : null;

    /// <summary>A text; null when it is none, or no Unicode.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool NameIs(JsonProperty field, string name)
    {
        try
        {
            return field.NameEquals(name) || field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            // A name that is no Unicode is none that is looked for.
            return false;
        }
    }
}
