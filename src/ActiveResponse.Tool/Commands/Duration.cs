using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveResponse.Tool.Commands;

/// <summary>Durations as people write them: <c>90</c> or <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d12h</c>, <c>1w</c>.</summary>
internal static partial class Duration
{
    private const long Most = 10L * 365 * 24 * 3600;
    private static readonly (string Name, long Seconds)[] Units = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

    /// <summary>Parses a text to 1 second up to ten years; null if invalid.</summary>
    public static long? Read(string text)
    {
        // A number alone is in seconds.
        var parts = Parts().Match(text.All(char.IsAsciiDigit) ? text + "s" : text).Groups;
        var total = Units.Sum(unit => parts[unit.Name] is { Success: true } part ? Parse(part.ValueSpan) * unit.Seconds : 0);
        return total is > 0 and <= Most ? total : null;
    }

    /// <summary>Formats the two largest units of a duration.</summary>
    public static string Text(long seconds)
    {
        var parts = new List<string>();
        foreach (var (unit, length) in Units.Skip(1))
        {
            if (seconds >= length || (unit == "s" && parts.Count == 0))
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds / length}{unit}"));
                seconds %= length;
            }
        }

        return string.Join(' ', parts.Take(2));
    }

    private static long Parse(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // Units from the largest to the smallest, each at most once.
    [GeneratedRegex(
        @"\A((?<w>[0-9]{1,10})w)?((?<d>[0-9]{1,10})d)?((?<h>[0-9]{1,10})h)?((?<m>[0-9]{1,10})m)?((?<s>[0-9]{1,10})s)?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Parts();
}
