using System.Globalization;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>The remaining time of a block in the notation of nft and the kernel.</summary>
internal static class NftablesTimeout
{
    // nft 1.0.6 reads at most eight digits, and the kernel counts nanoseconds in 63 bits (292 years).
    private const double MostSeconds = 99_999_999;
    private const double MostDays = 100_000;

    /// <summary>Rounds up to seconds, beyond three years to days, and to 273 years at most.</summary>
    public static string Format(TimeSpan remaining)
    {
        var seconds = Seconds(remaining);
        return seconds <= MostSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0}s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(MostDays, Math.Ceiling(remaining.TotalDays)):F0}d");
    }

    /// <summary>Rounds up to seconds, and to 273 years at most.</summary>
    public static ulong Milliseconds(TimeSpan remaining) => (ulong)Math.Min(Seconds(remaining), MostDays * 24 * 60 * 60) * 1000;

    private static double Seconds(TimeSpan remaining) => Math.Max(1, Math.Ceiling(remaining.TotalSeconds));
}
