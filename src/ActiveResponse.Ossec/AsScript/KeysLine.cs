using System.Globalization;
using System.Text;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>The line by which a program returns its keys, byte for byte like the stock programs'.</summary>
internal static class KeysLine
{
    public static byte[] Of(string program, IEnumerable<string> keys)
    {
        var line = new StringBuilder("{\"version\":1,\"origin\":{\"name\":");
        Append(line, program);
        line.Append(",\"module\":\"active-response\"},\"command\":\"check_keys\",\"parameters\":{\"keys\":[");
        var isFirst = true;
        foreach (var key in keys)
        {
            line.Append(isFirst ? "" : ",");
            Append(line, key);
            isFirst = false;
        }

        return Encoding.UTF8.GetBytes(line.Append("]}}").ToString());
    }

    // Escapes only what JSON requires, and control characters in lower case; the library's writer differs in both.
    private static void Append(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\b' => line.Append("\\b"),
                '\f' => line.Append("\\f"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                < ' ' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }

        line.Append('"');
    }
}
