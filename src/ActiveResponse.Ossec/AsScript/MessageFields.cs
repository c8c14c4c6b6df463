using System.Text.Json;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Looks up fields like the stock programs: ignores case, and takes the first of equal ones.</summary>
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

    /// <summary>The text of a field; null if it isn't text, or not Unicode.</summary>
    public static string? Text(JsonElement? from, string name) => Find(from, name) is { } found ? Text(found) : null;

    /// <summary>A text; null if it isn't text, or not Unicode.</summary>
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
            // A name that isn't Unicode matches no field.
            return false;
        }
    }
}
