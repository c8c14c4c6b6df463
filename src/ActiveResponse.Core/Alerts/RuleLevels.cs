using System.Text;

namespace ActiveResponse.Alerts;

/// <summary>Parses rule levels written as text.</summary>
internal static class RuleLevels
{
    /// <summary>
    /// Parses digits, or one of Wazuh 5's words. Wazuh's migration guide maps each word to a range of old levels (1–3, 4–6, 7–9, 10–12, 13
    /// and up); this takes the lowest, so that a response never fires for less than configured.
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
