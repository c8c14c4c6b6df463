using System.Globalization;
using ActiveResponse.Diagnostics;

namespace ActiveResponse;

/// <summary>Describes an alert source in one line: file, last record, backlog, skipped lines.</summary>
internal static class SourceHealth
{
    public static HealthFinding Of(IntakeSource source) =>
        new($"source {SafeText.Of(source.Name, 400)}", source.Trouble is null, TextOf(source));

    private static string TextOf(IntakeSource source)
    {
        var skips = source.Statistics.Skips;
        var skipped = skips.Sum(static skip => skip.Count);
        var causes = skips.IsEmpty ? "" : $" ({string.Join(", ", skips.Select(static skip => $"{skip.Count} {skip.Cause}"))})";
        var last = source.LastAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"last record {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : "no record yet";
        string?[] parts =
        [
            source.Trouble is { } trouble ? $"can't be read: {trouble}" : null,
            last,
            LagOf(source),
            $"{source.Statistics.Alerts} alerts, {skipped} skipped{causes}",
        ];
        return string.Join("; ", parts.Where(static part => part is not null));
    }

    private static string? LagOf(IntakeSource source) =>
        source.Behind() switch
        {
            _ when source.HasEnded => "read to its end",
            _ when source.Trouble is not null => null,
            null => null,
            0 => "nothing behind",
            { } bytes => $"{bytes} bytes behind",
        };
}
