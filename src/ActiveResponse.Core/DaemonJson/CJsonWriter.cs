using System.Text;

namespace ActiveResponse.DaemonJson;

/// <summary>Writes a value on one line, as cJSON does.</summary>
internal static class CJsonWriter
{
    public static byte[] Write(CJsonValue value)
    {
        using var output = new MemoryStream();
        Write(output, value);
        return output.ToArray();
    }

    private static void Write(MemoryStream output, CJsonValue value)
    {
        switch (value.Kind)
        {
            case CJsonKind.Text:
                CJsonText.Write(output, value.Text);
                break;
            case CJsonKind.Array or CJsonKind.Object:
                WriteItems(output, value);
                break;
            case CJsonKind.Number when value.Text.Length > 0:
                output.Write(value.Text);
                break;
            default:
                output.Write(
                    Encoding.ASCII.GetBytes(
                        value.Kind switch
                        {
                            CJsonKind.Number => CJsonNumber.Write(value.Number),
                            CJsonKind.True => "true",
                            CJsonKind.False => "false",
                            _ => "null",
                        }
                    )
                );
                break;
        }
    }

    private static void WriteItems(MemoryStream output, CJsonValue whole)
    {
        output.WriteByte((byte)(whole.IsObject ? '{' : '['));
        for (var i = 0; i < whole.Items.Count; i++)
        {
            var (name, item) = whole.Items[i];
            if (i > 0)
            {
                output.WriteByte((byte)',');
            }

            if (whole.IsObject)
            {
                CJsonText.Write(output, name);
                output.WriteByte((byte)':');
            }

            Write(output, item);
        }

        output.WriteByte((byte)(whole.IsObject ? '}' : ']'));
    }
}
