namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses numbers as the daemons' C library does.</summary>
internal static class CNumber
{
    /// <summary>
    /// Parses like <c>atoi</c>: leading blanks, a sign, then digits; 0 without digits; saturated at 64 bits, then truncated to 32.
    /// </summary>
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

        var value = Sum(text[i..], limit: long.MaxValue + (negative ? 1UL : 0UL));
        return unchecked((int)(negative ? -(long)value : (long)value));
    }

    // The value no longer changes past 64 bits, so summing stops there.
    private static ulong Sum(ReadOnlySpan<char> text, ulong limit)
    {
        var value = 0UL;
        for (var i = 0; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            var digit = (ulong)(text[i] - '0');
            if (value > (limit - digit) / 10)
            {
                return limit;
            }

            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>Whether a text is a number in decimal digits, without leading zeros or anything else.</summary>
    public static bool IsWritten(ReadOnlySpan<char> text, uint number)
    {
        Span<char> digits = stackalloc char[10];
        number.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        return text.SequenceEqual(digits[..length]);
    }

    /// <summary>Whether a text has only ASCII digits; true for the empty text.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a character is white space in the C locale.</summary>
    public static bool IsBlank(int c) => c is ' ' or (>= '\t' and <= '\r');
}
