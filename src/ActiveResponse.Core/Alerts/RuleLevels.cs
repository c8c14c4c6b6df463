using System.Text;

namespace ActiveResponse.Alerts;

/// <summary>Rule levels written as text.</summary>
internal static class RuleLevels
{
    /// <summary>
    /// Reads digits, or one of Wazuh 5's words. Wazuh's migration guide gives each word a range of the old levels (1–3, 4–6, 7–9, 10–12, 13
    /// and up); the lowest of the range is taken, so that a response never fires for less than was asked.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int level)
    {
        if (RecordText.TryDigits(text, out var digits) && digits <= int.MaxValue)
        {
            level = (int)digits;
            return true;
        }

        level =
            Ascii.EqualsIgnoreCase(text, "informational"u8) ? 1
            : Ascii.EqualsIgnoreCase(text, "low"u8) ? 4
            : Ascii.EqualsIgnoreCase(text, "medium"u8) ? 7
            : Ascii.EqualsIgnoreCase(text, "high"u8) ? 10
            : Ascii.EqualsIgnoreCase(text, "critical"u8) ? 13
            : -1;
        return level >= 0;
    }
}
