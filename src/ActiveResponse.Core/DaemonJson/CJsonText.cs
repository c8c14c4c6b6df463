using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ActiveResponse.DaemonJson;

/// <summary>Texts as cJSON reads and writes them: bytes that aren't ASCII pass unchanged, and a text ends at its first NUL, escaped or
/// not.</summary>
internal static class CJsonText
{
    /// <summary>Reads a text that begins with its quote.</summary>
    /// <returns>Its bytes, or null if it is unterminated or has an invalid escape.</returns>
    public static byte[]? TryRead(ReadOnlySpan<byte> content, out int length)
    {
        length = 0;
        var end = EndOf(content);
        if (end < 0)
        {
            return null;
        }

        length = end + 1;
        var text = content[1..end];
        if (text.IndexOf((byte)'\\') < 0)
        {
            // Nothing to unescape; a NUL would have ended the content earlier.
            return text.ToArray();
        }

        var bytes = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] != '\\')
            {
                bytes.Add(text[0]);
                text = text[1..];
            }
            else if (ReadEscape(text, bytes) is var used && used > 0)
            {
                text = text[used..];
            }
            else
            {
                return null;
            }
        }

        var nul = bytes.IndexOf(0);
        return nul < 0 ? [.. bytes] : [.. bytes.Take(nul)];
    }

    public static void Write(Stream output, ReadOnlySpan<byte> text)
    {
        output.WriteByte((byte)'"');
        foreach (var b in text)
        {
            switch (b)
            {
                case (byte)'"' or (byte)'\\':
                    output.Write([(byte)'\\', b]);
                    break;
                case < 32:
                    output.Write(Encoding.ASCII.GetBytes(ControlOf(b)));
                    break;
                default:
                    output.WriteByte(b);
                    break;
            }
        }

        output.WriteByte((byte)'"');
    }

    private static string ControlOf(byte b) =>
        b switch
        {
            (byte)'\b' => "\\b",
            (byte)'\f' => "\\f",
            (byte)'\n' => "\\n",
            (byte)'\r' => "\\r",
            (byte)'\t' => "\\t",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{b:x4}"),
        };

    private static int EndOf(ReadOnlySpan<byte> content)
    {
        var end = 1;
        while (end < content.Length && content[end] != '"')
        {
            end += content[end] == '\\' ? 2 : 1;
        }

        return end < content.Length ? end : -1;
    }

    /// <returns>The length of the escape in bytes; 0 if it is invalid.</returns>
    private static int ReadEscape(ReadOnlySpan<byte> text, List<byte> bytes)
    {
        if (text[1] == 'u')
        {
            return ReadUnicode(text, bytes);
        }

        int plain = text[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'"' or (byte)'\\' or (byte)'/' => text[1],
            _ => -1,
        };
        if (plain < 0)
        {
            return 0;
        }

        bytes.Add((byte)plain);
        return 2;
    }

    private static int ReadUnicode(ReadOnlySpan<byte> text, List<byte> bytes)
    {
        if (text.Length < 6)
        {
            return 0;
        }

        var (code, used) = (Hex(text[2..6]), 6);
        if (code is >= 0xDC00 and <= 0xDFFF)
        {
            return 0;
        }

        if (code is >= 0xD800 and <= 0xDBFF)
        {
            var low = text.Length >= 12 && text[6] == '\\' && text[7] == 'u' ? Hex(text[8..12]) : 0;
            if (low is < 0xDC00 or > 0xDFFF)
            {
                return 0;
            }

            (code, used) = (0x10000 + (((code & 0x3FF) << 10) | (low & 0x3FF)), 12);
        }

        Span<byte> encoded = stackalloc byte[4];
        bytes.AddRange(encoded[..new Rune(code).EncodeToUtf8(encoded)]);
        return used;
    }

    // cJSON reads four characters that aren't hexadecimal as 0, which ends the text.
    private static int Hex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int value, out var used, 'x') && used == 4 ? value : 0;
}
