using System.Globalization;

namespace ActiveResponse.Responders.Firewall;

/// <summary>The end of a block in Unix seconds, as written beside an entry.</summary>
internal static class FirewallEnd
{
    // The last second of DateTimeOffset.
    private const long Last = 253_402_300_799;

    /// <summary>Rounds up: a block never ends early.</summary>
    public static long? Seconds(DateTimeOffset? until)
    {
        if (until is not { } end)
        {
            return null;
        }

        var begunSecond = end.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1;
        return Math.Min(Last, end.ToUnixTimeSeconds() + begunSecond);
    }

    public static DateTimeOffset? At(long? seconds) => seconds is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null;

    public static bool TryParse(ReadOnlySpan<char> text, out long seconds) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds)
        && seconds is >= -62_135_596_800 and <= Last;
}
