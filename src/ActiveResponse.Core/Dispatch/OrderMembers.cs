using System.Text.Json;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Dispatch;

/// <summary>Reads the members of one JSON object in sequence; each name may occur once.</summary>
internal readonly struct OrderMembers
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <param name="json">Positioned at the start of the object.</param>
    public OrderMembers(in Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("An object was expected.");
        }
    }

    /// <summary>Advances to the next member's value; false at the end of the object.</summary>
    public bool Next(ref Utf8JsonReader json, out string name)
    {
        name = "";
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = json.GetString()!;
        json.Read();
        return _seen.Add(name) ? true : throw new FormatException($"'{name}' comes twice.");
    }

    /// <summary>Returns the current text; null isn't one.</summary>
    public static string Text(ref Utf8JsonReader json) => json.GetString() ?? throw new FormatException("A text was expected, not null.");

    /// <summary>Returns the text of the current base64 bytes.</summary>
    public static string Bytes(ref Utf8JsonReader json) => LosslessText.Decode(json.GetBytesFromBase64());

    public static FormatException Unknown(string name) => new($"There is no member '{name}'.");

    public static FormatException Missing(string name) => new($"'{name}' is missing.");
}
