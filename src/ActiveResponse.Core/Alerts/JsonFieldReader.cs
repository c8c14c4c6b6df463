using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>Collects the fields of a JSON alert, to its end. A value of an unexpected type counts as absent.</summary>
internal static class JsonFieldReader
{
    /// <summary>Reads the object at the reader's position, and checks that nothing follows it.</summary>
    public static AlertFields Read(ref Utf8JsonReader reader, bool asWritten = false)
    {
        var fields = new AlertFields(asWritten);
        reader.Read();
        ReadObject(ref reader, FieldNode.Root, fields);
        reader.Read();
        return fields;
    }

    // Recursion is as deep as the table's longest path.
    private static void ReadObject(ref Utf8JsonReader reader, FieldNode node, AlertFields fields)
    {
        // Of duplicate names the first counts; one bit per child. OSSEC's TimeStamp number and timestamp text are different names.
        var seen = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, node);
            reader.Read();
            var first = index >= 0 && ((seen & (1UL << index)) == 0 || reader.TokenType == JsonTokenType.Number);
            if (first && ReadValue(ref reader, node.Children[index], fields))
            {
                seen |= 1UL << index;
            }

            reader.Skip();
        }
    }

    private static bool ReadValue(ref Utf8JsonReader reader, FieldNode node, AlertFields fields)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.Children.Length > 0:
                ReadObject(ref reader, node, fields);
                return true;
            case JsonTokenType.String when node.Field is { } field:
                fields.Offer(field, node.Rank, JsonText.GetText(ref reader));
                return true;
            case JsonTokenType.Number when node.Field == AlertField.Time && fields.Milliseconds is null && reader.TryGetInt64(out var time):
                fields.Milliseconds = time;
                return false;
            default:
                return false;
        }
    }

    private static int IndexOf(ref Utf8JsonReader reader, FieldNode node)
    {
        var children = node.Children;
        for (var i = 0; i < children.Length; i++)
        {
            if (JsonText.NameIs(ref reader, children[i].Name))
            {
                return i;
            }
        }

        return -1;
    }
}
