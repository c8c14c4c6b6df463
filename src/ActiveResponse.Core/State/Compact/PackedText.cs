using System.Runtime.InteropServices;

namespace ActiveResponse.State.Compact;

/// <summary>Text of at most 32 digits and a few signs, such as an alert id, in 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct PackedText
{
    // Four bits per character; 0 ends the text.
    private const string Signs = "\00123456789.-:_/";
    private const int Longest = 32;

    private readonly ulong _first;
    private readonly ulong _rest;

    private PackedText(ulong first, ulong rest) => (_first, _rest) = (first, rest);

    /// <summary>Packs a text, if possible.</summary>
    public static bool TryPack(ReadOnlySpan<char> text, out PackedText packed)
    {
        packed = default;
        if (text.Length > Longest)
        {
            return false;
        }

        Span<ulong> halves = [0, 0];
        for (var i = 0; i < text.Length; i++)
        {
            var code = CodeOf(text[i]);
            if (code < 0)
            {
                return false;
            }

            halves[i >> 4] |= (ulong)code << (4 * (i & 15));
        }

        packed = new PackedText(halves[0], halves[1]);
        return true;
    }

    private static int CodeOf(char c)
    {
        if (char.IsAsciiDigit(c))
        {
            return c - '0' + 1;
        }

        return c == '\0' ? -1 : Signs.IndexOf(c, StringComparison.Ordinal);
    }

    /// <summary>Packs UTF-8 text, if possible.</summary>
    public static bool TryPack(ReadOnlySpan<byte> utf8, out PackedText packed)
    {
        packed = default;
        if (utf8.Length > Longest)
        {
            return false;
        }

        // Characters outside ASCII aren't packable, and neither are their bytes.
        Span<char> text = stackalloc char[utf8.Length];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)utf8[i];
        }

        return TryPack(text, out packed);
    }

    /// <summary>Returns the text.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[Longest];
        var length = 0;
        for (; length < Longest; length++)
        {
            var code = (int)((length < 16 ? _first : _rest) >> (4 * (length & 15))) & 15;
            if (code == 0)
            {
                break;
            }

            text[length] = Signs[code];
        }

        return new string(text[..length]);
    }
}
