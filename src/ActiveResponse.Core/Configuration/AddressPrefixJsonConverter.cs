using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveResponse.Configuration;

/// <summary>Reads and writes an address or network as its canonical text, also as a dictionary key.</summary>
internal sealed class AddressPrefixJsonConverter : JsonConverter<AddressPrefix>
{
    public override AddressPrefix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("An address or network is a JSON string.");
        }

        return Parse(reader.GetString());
    }

    public override void Write(Utf8JsonWriter writer, AddressPrefix value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override AddressPrefix ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, AddressPrefix value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());

    private static AddressPrefix Parse(string? text) =>
        AddressPrefix.TryParse(text, out var prefix)
            ? prefix
            : throw new JsonException("The text isn't an address or network in canonical notation.");
}
