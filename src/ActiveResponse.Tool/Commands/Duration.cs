using System.Globalization;

namespace ActiveResponse.Tool.Commands;

/// <summary>Spans of time as people write them: <c>90</c> or <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d12h</c>, <c>1w</c>.</summary>
internal static class Duration
{
    private const long Most = 10L * 365 * 24 * 3600;
    private static readonly (char Unit, long Seconds)[] Units = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    /// <summary>The seconds of a text, 1 to ten years; null when it is none.</summary>
    public static long? Read(string text)
    {
        long total = 0;
        var digits = 0;
        var next = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                if (++digits > 10)
                {
                    return null;
                }

                continue;
            }

            // A number alone is in seconds.
            var unit =
                i < text.Length ? Array.FindIndex(Units, known => known.Unit == text[i])
                : digits == text.Length ? Units.Length - 1
                : -2;
            if (unit == -2 && digits == 0 && i > 0)
            {
                break;
            }

            if (unit < next || digits == 0)
            {
                return null;
            }

            total += long.Parse(text.AsSpan(i - digits, digits), NumberStyles.None, CultureInfo.InvariantCulture) * Units[unit].Seconds;
            (digits, next) = (0, unit + 1);
            if (i == text.Length)
            {
                break;
            }
        }

        return total is > 0 and <= Most ? total : null;
    }

    /// <summary>The two largest units of a span.</summary>
    public static string Text(long seconds)
    {
        var parts = new List<string>();
        foreach (var (unit, length) in Units.Skip(1))
        {
            if (seconds >= length || (unit == 's' && parts.Count == 0))
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds / length}{unit}"));
                seconds %= length;
            }
        }

        return string.Join(' ', parts.Take(2));
    }
}
