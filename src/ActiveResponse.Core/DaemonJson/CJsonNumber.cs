using System.Globalization;
using System.Text;

namespace ActiveResponse.DaemonJson;

/// <summary>Numbers as cJSON reads and writes them: <c>strtod</c> in; 15 digits out, or 17 where 15 give another number.</summary>
internal static class CJsonNumber
{
    /// <summary>cJSON truncates longer numbers to this length.</summary>
    private const int MaxLength = 63;

    public static bool TryRead(ReadOnlySpan<byte> content, out double number, out int length)
    {
        content = content[..Math.Min(content.Length, MaxLength)];
        var at = content is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        var whole = Digits(content, ref at);
        var hasPoint = at < content.Length && content[at] == '.';
        at += hasPoint ? 1 : 0;
        var fraction = hasPoint ? Digits(content, ref at) : 0;
        (number, length) = (0, 0);
        if (whole + fraction == 0)
        {
            return false;
        }

        length = at + ExponentLength(content[at..]);

        // strtod accepts "5.", .NET doesn't.
        var text = Encoding.ASCII.GetString(content[..length]).Replace(".e", "e", StringComparison.OrdinalIgnoreCase).TrimEnd('.');
        number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return true;
    }

    // Without digits there is no exponent.
    private static int ExponentLength(ReadOnlySpan<byte> content)
    {
        if (content is not [(byte)'e' or (byte)'E', ..])
        {
            return 0;
        }

        var at = content is [_, (byte)'-' or (byte)'+', ..] ? 2 : 1;
        return Digits(content, ref at) > 0 ? at : 0;
    }

    public static string Write(double number)
    {
        if (!double.IsFinite(number))
        {
            return "null";
        }

        var text = Shortened(number, 15);
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == number ? text : Shortened(number, 17);
    }

    /// <summary>Formats like C's <c>%.{digits}g</c>.</summary>
    private static string Shortened(double number, int digits)
    {
        var exact = number.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var split = exact.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(exact.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = exact[0] == '-' ? "-" : "";
        var figures = exact[sign.Length..split].Replace(".", "", StringComparison.Ordinal);
        if (exponent < -4 || exponent >= digits)
        {
            var rest = figures[1..].TrimEnd('0');
            var shown = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return $"{sign}{figures[0]}{(rest.Length == 0 ? "" : "." + rest)}e{(exponent < 0 ? '-' : '+')}{shown}";
        }

        var all = exponent < 0 ? new string('0', -exponent) + figures : figures;
        var point = Math.Max(exponent, 0) + 1;
        var after = all[point..].TrimEnd('0');
        return $"{sign}{all[..point]}{(after.Length == 0 ? "" : "." + after)}";
    }

    private static int Digits(ReadOnlySpan<byte> content, ref int at)
    {
        var from = at;
        while (at < content.Length && char.IsAsciiDigit((char)content[at]))
        {
            at++;
        }

        return at - from;
    }
}
