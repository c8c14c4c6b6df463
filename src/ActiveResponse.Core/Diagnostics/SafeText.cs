using System.Globalization;
using System.Text;

namespace ActiveResponse.Diagnostics;

/// <summary>Makes text from alerts and programs safe for one line of a log or a terminal.</summary>
public static class SafeText
{
    private const int DefaultLength = 120;

    /// <summary>Escapes control and format characters, and lone surrogates that represent a byte as <c>\xff</c>; truncates longer text and
    /// ends it with an ellipsis.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="maxLength">The maximum length of the result in characters. Default: 120.</param>
    public static string Of(string? text, int maxLength = DefaultLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            // Nearly all text is safe; in a flood, escaping would allocate a string per character.
            return text;
        }

        var builder = new StringBuilder(Math.Min(text.Length, maxLength));
        for (var i = 0; i < text.Length; i++)
        {
            var piece = Piece(text, ref i);
            if (builder.Length + piece.Length > maxLength)
            {
                builder.Length = Math.Min(builder.Length, maxLength - 1);
                return builder.Append('…').ToString();
            }

            builder.Append(piece);
        }

        return builder.ToString();
    }

    // A byte that isn't UTF-8 is kept as a lone low surrogate, and shown as the byte.
    private static string Piece(string text, ref int i)
    {
        if (!Rune.TryGetRuneAt(text, i, out var rune))
        {
            return text[i] is >= '\uDC80' and <= '\uDCFF'
                ? string.Create(CultureInfo.InvariantCulture, $"\\x{text[i] - 0xDC00:x2}")
                : Rune.ReplacementChar.ToString();
        }

        i += rune.Utf16SequenceLength - 1;
        return IsPrintable(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
    }

    // Format characters (right-to-left overrides, zero-width ones) could make a log line misleading.
    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
