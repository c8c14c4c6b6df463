using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses masks written as dotted quads.</summary>
internal static class DottedMask
{
    /// <summary>Parses four decimal numbers up to 255 without leading zeros.</summary>
    public static bool TryParseAddress(string text, out uint bits)
    {
        bits = 0;
        var parts = text.Split('.');
        foreach (var part in parts)
        {
            if (
                part.Length is 0 or > 3
                || (part.Length > 1 && part[0] == '0')
                || !CNumber.IsDigits(part)
                || CNumber.Atoi(part) > byte.MaxValue
            )
            {
                return false;
            }

            bits = (bits << 8) | (uint)CNumber.Atoi(part);
        }

        return parts.Length == 4;
    }

    /// <summary>Returns the prefix length of a dotted mask; null if it has a hole or isn't a mask.</summary>
    public static int? LengthOf(string text)
    {
        if (!TryParseAddress(text, out var bits))
        {
            return null;
        }

        var length = System.Numerics.BitOperations.LeadingZeroCount(~bits);
        return System.Numerics.BitOperations.PopCount(bits) == length ? length : null;
    }

    public static string Write(uint bits) =>
        string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 0xFF}.{(bits >> 8) & 0xFF}.{bits & 0xFF}");
}
