using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>Reads and writes a subject as an object with the set parts; <c>{}</c> is <see cref="Subject.None"/>.</summary>
/// <remarks>Unknown and duplicate members are refused: a misspelled member would make an order act on something else.</remarks>
internal sealed class SubjectJsonConverter : JsonConverter<Subject>
{
    public override Subject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A subject is a JSON object.");
        }

        var subject = Subject.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                subject = With(subject, name, TextOf(ref reader, name));
            }
        }

        return subject;
    }

    public override void Write(Utf8JsonWriter writer, Subject value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteIfSet(writer, "address"u8, value.Address?.ToString());
        WriteIfSet(writer, "user"u8, value.User);
        WriteIfSet(writer, "file"u8, value.File);
        writer.WriteEndObject();
    }

    private static string TextOf(ref Utf8JsonReader reader, string? name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException($"\"{name}\" of a subject is a string.");

    private static Subject With(Subject subject, string? name, string text) =>
        name switch
        {
            "address" when subject.Address is null && AddressPrefix.TryParse(text, out var address) => subject with { Address = address },
            "address" when subject.Address is null => throw new JsonException(
                "\"address\" isn't an address or network in canonical notation."
            ),
            "user" when subject.User is null => subject with { User = text },
            "file" when subject.File is null => subject with { File = text },
            "address" or "user" or "file" => throw new JsonException($"A subject has \"{name}\" twice."),
            _ => throw new JsonException("A subject has no members but address, user and file."),
        };

    private static void WriteIfSet(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
