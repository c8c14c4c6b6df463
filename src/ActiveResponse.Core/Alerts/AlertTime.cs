using System.Globalization;

namespace ActiveResponse.Alerts;

/// <summary>
/// Determines when an alert was raised: OSSEC's milliseconds, else a text with a time zone, else the seconds at the start of its id.
/// OSSEC's own text, <c>2026 Aug 01 03:17:27</c>, is in a host's unknown local time, so it isn't used.
/// </summary>
internal static class AlertTime
{
    private const long MaxMilliseconds = 253402300799999;

    private static readonly string[] Zoned =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
    ];

    public static DateTimeOffset? Of(long? milliseconds, string? text, string? id)
    {
        if (milliseconds is >= 0 and <= MaxMilliseconds)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value);
        }

        return DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed
            : OfId(id);
    }

    private static DateTimeOffset? OfId(string? id)
    {
        var dot = id?.IndexOf('.') ?? -1;
        return
            dot is > 0 and <= 12
            && long.TryParse(id.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= MaxMilliseconds / 1000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }
}
