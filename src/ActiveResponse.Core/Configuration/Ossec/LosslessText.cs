using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>
/// Converts bytes to text and back without loss: UTF-8, with each byte that isn't UTF-8 as a lone low surrogate U+DC80–U+DCFF.
/// </summary>
/// <remarks>
/// The daemons copy names byte by byte, so whatever the file contains must reappear in <c>ar.conf</c> and argument lists.
/// </remarks>
internal static class LosslessText
{
    private const int SurrogateBase = 0xDC00;

    /// <summary>Whether a text represents bytes: its only surrogates are pairs, and lone ones that represent a byte.</summary>
    public static bool IsBytes(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (Rune.TryGetRuneAt(text, i, out _))
            {
                i++;
            }
            else if (text[i] is not (>= (char)0xDC80 and <= (char)0xDCFF))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether all surrogates of a text are paired, so that it contains no byte that isn't UTF-8.</summary>
    public static bool IsUnicode(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return true;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!Rune.TryGetRuneAt(text, i, out _))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }

    /// <summary>Returns the text of a C string, up to the first NUL.</summary>
    public static string DecodeCString(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Decode(end < 0 ? bytes : bytes[..end]);
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
                bytes = bytes[length..];
            }
            else
            {
                text.Append((char)(SurrogateBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the bytes; a surrogate that represents no byte (in a text from code) becomes <c>?</c>.</summary>
    public static byte[] Encode(string text)
    {
        if (IsUnicode(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length);
        Span<byte> units = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(units[..rune.EncodeToUtf8(units)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                bytes.Add(c is >= (char)0xDC80 and <= (char)0xDCFF ? (byte)(c - SurrogateBase) : (byte)'?');
            }
        }

        return [.. bytes];
    }
}
