using System.Globalization;
using System.Text;

namespace ActiveResponse.Alerts;

/// <summary>Makes the start of a record safe to display: it may contain anything, even terminal commands.</summary>
internal static class RecordExcerpt
{
    private const int Longest = 120;

    public static string Of(ReadOnlySpan<byte> record)
    {
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(record[..Math.Min(record.Length, 4 * Longest)]).EnumerateRunes())
        {
            var shown = Show(rune);
            if (text.Length + shown.Length > Longest)
            {
                break;
            }

            text.Append(shown);
        }

        return text.ToString();
    }

    // Format characters can reorder or hide what people read.
    private static string Show(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            _ => rune.ToString(),
        };
}
