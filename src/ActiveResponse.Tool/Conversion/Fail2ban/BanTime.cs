using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>Durations as fail2ban writes them: <c>600</c>, <c>10m</c>, <c>1d 12h</c>, <c>-1</c> for no end.</summary>
internal static partial class BanTime
{
    private const double Year = 365.25 * 24 * 3600;

    /// <summary>The duration in seconds, below zero for no end; null if it isn't a sum of units.</summary>
    public static double? Read(string text)
    {
        var match = Sum().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        var seconds = 0.0;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            var number = double.Parse(match.Groups["number"].Captures[i].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
            seconds += number * SecondsOf(match.Groups["unit"].Captures[i].Value.ToLowerInvariant());
        }

        return match.Groups["minus"].Length > 0 ? -seconds : seconds;
    }

    private static double SecondsOf(string unit) =>
        unit switch
        {
            "" or "s" or "ss" or "se" or "sec" or "second" or "seconds" => 1,
            "m" or "mm" or "mi" or "min" or "minute" or "minutes" => 60,
            "h" or "hh" or "ho" or "hou" or "hour" or "hours" => 3600,
            "d" or "dd" or "da" or "day" or "days" => 24 * 3600,
            "w" or "ww" or "we" or "wee" or "week" or "weeks" => 7 * 24 * 3600,
            "mo" or "mon" or "month" or "months" => Year / 12,
            _ => Year,
        };

    // Atomic groups: there is one way only to read a text, so that a long one takes no long time.
    [GeneratedRegex(
        @"^(?<minus>-)?\s*(?>(?>\+?\s*(?<number>\d{1,12}(\.\d{1,6})?)(?!\d)\s*(?<unit>(s|ss|sec?|seconds?|m|mm|min?|minutes?"
            + @"|h|hh|hou?|hours?|d|dd|da|days?|w|ww|wee?|weeks?|mon?|months?|y|yy|yea?|years?)(?![a-z])|)\s*)+)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Sum();
}
