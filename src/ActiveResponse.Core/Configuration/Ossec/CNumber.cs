namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses numbers as the daemons' C library does.</summary>
internal static class CNumber
{
    /// <summary>
    /// Parses like <c>atoi</c>: leading blanks, a sign, then digits; 0 without digits; saturated at 64 bits, then truncated to 32.
    /// </summary>
    // Long: follows atoi step by step.
    public static int Atoi(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && IsBlank(text[i]))
        {
            i++;
        }

        var negative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is '-' or '+')
        {
            i++;
        }

        // The value no longer changes past 64 bits, so summing stops there.
        var value = 0UL;
        var limit = long.MaxValue + (negative ? 1UL : 0UL);
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            var digit = (ulong)(text[i] - '0');
            if (value > (limit - digit) / 10)
            {
                value = limit;
                break;
            }

            value = (value * 10) + digit;
        }

        return unchecked((int)(negative ? -(long)value : (long)value));
    }

    /// <summary>Whether a text has only ASCII digits; true for the empty text.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a character is white space in the C locale.</summary>
    public static bool IsBlank(int c) => c is ' ' or (>= '\t' and <= '\r');
}
