using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActiveResponse.Tool.Import;

/// <summary>The output of <c>cscli decisions list -o json</c>: bans of addresses and ranges; other decisions are left out.</summary>
internal static partial class CrowdSecDecisions
{
    public static IReadOnlyList<ImportedBlock> Read(string text)
    {
        var root = JsonText.Parse(text);
        if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        {
            throw new ImportException("this isn't the output of 'cscli decisions list -o json'");
        }

        // Alerts, each with its decisions; or the decisions themselves, as the local API lists them.
        return
        [
            .. JsonText
                .Items(root)
                .Where(IsReal)
                .SelectMany(static item => JsonText.Member(item, "decisions") is { } list ? JsonText.Items(list) : [item])
                .Where(static decision => IsReal(decision) && JsonText.Text(decision, "type") is "ban")
                .Where(static decision => JsonText.Text(decision, "scope")?.ToLowerInvariant() is "ip" or "range")
                .Select(BlockOf)
                .OfType<ImportedBlock>(),
        ];
    }

    // Nobody was blocked by a simulated one.
    private static bool IsReal(JsonElement item) => JsonText.Member(item, "simulated") is not { ValueKind: JsonValueKind.True };

    private static ImportedBlock? BlockOf(JsonElement decision)
    {
        var duration = JsonText.Text(decision, "duration");
        return JsonText.Text(decision, "value") is { Length: > 0 } value
            ? new ImportedBlock(value, Duration(duration), JsonText.Text(decision, "scenario") ?? "")
            : null;
    }

    // As Go writes it: 3h59m26.4s, -12m3s once it has passed.
    private static TimeSpan Duration(string? text)
    {
        var parts = GoDuration().Match(text ?? "");
        if (!parts.Success)
        {
            throw new ImportException($"'{text}' is no duration of a decision");
        }

        if (parts.Groups["sign"].Length > 0)
        {
            return TimeSpan.Zero;
        }

        var seconds = 3600 * Of("h") + 60 * Of("m") + Of("s");
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(36_500).TotalSeconds));

        double Of(string unit) =>
            parts.Groups[unit] is { Success: true } part
                ? double.Parse(part.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)
                : 0;
    }

    [GeneratedRegex(@"^(?<sign>-)?(?=.)((?<h>\d{1,9})h)?((?<m>\d{1,9})m)?((?<s>\d{1,9}(\.\d+)?)s)?(\d+(\.\d+)?(ms|µs|us|ns))?$")]
    private static partial Regex GoDuration();
}
