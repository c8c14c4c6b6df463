namespace ActiveResponse.Configuration.Ossec;

/// <summary>Numbers as the daemons' C library reads them.</summary>
internal static class CNumber
{
    /// <summary>What <c>atoi</c> gives: leading blanks, a sign, then digits; 0 without digits; saturated at 64 bits, then cut to
    /// 32.</summary>
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

        // Past 64 bits the value no longer changes, so adding up stops there.
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

    /// <summary>Whether a text has nothing but ASCII digits; the empty text has.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The white space of the C locale.</summary>
    public static bool IsBlank(int c) => c is ' ' or (>= '\t' and <= '\r');
}
