using System.Globalization;
using System.Text;

namespace ActiveResponse.Diagnostics;

/// <summary>Makes text out of an alert or a program fit for one line of a log or a terminal.</summary>
internal static class SafeText
{
    private const int DefaultLength = 120;

    /// <summary>Control and format characters escaped, lone surrogates too, cut to a length with an ellipsis.</summary>
    public static string Of(string? text, int maxLength = DefaultLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var builder = new StringBuilder(Math.Min(text.Length, maxLength) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (builder.Length >= maxLength)
            {
                return builder.Append('…').ToString();
            }

            if (IsPrintable(rune))
            {
                builder.Append(rune);
            }
            else
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return builder.ToString();
    }

    // Format characters (right-to-left overrides, zero-width ones) would let a log line lie about what it says.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
