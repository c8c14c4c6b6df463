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

        level = OfWord(text);
        return level >= 0;
    }

    private static int OfWord(ReadOnlySpan<byte> text)
    {
        if (Ascii.EqualsIgnoreCase(text, "informational"u8))
        {
            return 1;
        }

        if (Ascii.EqualsIgnoreCase(text, "low"u8))
        {
            return 4;
        }

        if (Ascii.EqualsIgnoreCase(text, "medium"u8))
        {
            return 7;
        }

        if (Ascii.EqualsIgnoreCase(text, "high"u8))
        {
            return 10;
        }

        return Ascii.EqualsIgnoreCase(text, "critical"u8) ? 13 : -1;
    }
}
