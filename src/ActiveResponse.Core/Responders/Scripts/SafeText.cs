using System.Globalization;
using System.Text;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Makes what a program said fit for a log or a terminal.</summary>
internal static class SafeText
{
    private const int Most = 200;

    /// <summary>The text with control and format characters as <c>\u001b</c>, at most 200 characters.</summary>
    public static string OneLine(ReadOnlySpan<char> text)
    {
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            var piece = isPlain ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            if (safe.Length + piece.Length > Most)
            {
                break;
            }

            safe.Append(piece);
        }

        return safe.ToString();
    }

    /// <summary>The text with U+FFFD for every half of a surrogate pair, which no encoding can carry.</summary>
    public static string Unicode(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune);
        }

        return whole.ToString();
    }

    /// <summary>The last line that isn't blank, or null.</summary>
    public static string? LastLine(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.IsEmpty ? null : OneLine(trimmed[(trimmed.LastIndexOf('\n') + 1)..]);
    }
}
