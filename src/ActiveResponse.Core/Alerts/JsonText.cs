using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Alerts;

/// <summary>
/// Decodes JSON tokens without exceptions: alerts contain log lines byte for byte, so invalid UTF-8 and half surrogate pairs are common. A
/// byte that isn't UTF-8 is kept as in <see cref="LosslessText"/>; an escaped half of a pair becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    private const int LongestName = 64;

    /// <summary>Whether the property name at the reader's position is <paramref name="name"/>, ignoring ASCII case.</summary>
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var raw = reader.ValueSpan;
        return reader.ValueIsEscaped ? EscapedNameIs(raw, name) : Ascii.EqualsIgnoreCase(raw, name);
    }

    /// <summary>Returns the plain text of a token if it fits into a word; else nothing.</summary>
    public static ReadOnlySpan<byte> GetWord(ReadOnlySpan<byte> raw, bool escaped, Span<byte> room)
    {
        if (!escaped)
        {
            return raw;
        }

        return raw.Length > room.Length ? default : room[..Unescape(raw, room)];
    }

    /// <summary>Returns the text of the string token at the reader's position.</summary>
    public static string GetText(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return LosslessText.Decode(raw);
        }

        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var text = LosslessText.Decode(rented.AsSpan(0, Unescape(raw, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>Unescapes the inside of a well-formed JSON string; returns the number of bytes written, never more than it read.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> to)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                plain = raw.Length;
            }

            raw[..plain].CopyTo(to[written..]);
            written += plain;
            raw = raw[plain..];
            if (raw.Length < 2)
            {
                break;
            }

            if (raw[1] == 'u')
            {
                written += ReadRune(ref raw).EncodeToUtf8(to[written..]);
                continue;
            }

            to[written++] = raw[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var other => other,
            };
            raw = raw[2..];
        }

        return written;
    }

    private static Rune ReadRune(ref ReadOnlySpan<byte> raw)
    {
        var first = ReadUnit(ref raw);
        if (!char.IsHighSurrogate(first))
        {
            return Rune.TryCreate(first, out var single) ? single : Rune.ReplacementChar;
        }

        var ahead = raw;
        if (ahead.Length >= 6 && ahead[0] == '\\' && ahead[1] == 'u' && Rune.TryCreate(first, ReadUnit(ref ahead), out var pair))
        {
            raw = ahead;
            return pair;
        }

        return Rune.ReplacementChar;
    }

    private static char ReadUnit(ref ReadOnlySpan<byte> raw)
    {
        var read =
            raw.Length >= 6 && ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
                ? (char)unit
                : (char)Rune.ReplacementChar.Value;
        raw = raw[Math.Min(6, raw.Length)..];
        return read;
    }

    private static bool EscapedNameIs(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name)
    {
        if (raw.Length > 6 * LongestName)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[6 * LongestName];
        return Ascii.EqualsIgnoreCase(plain[..Unescape(raw, plain)], name);
    }
}
