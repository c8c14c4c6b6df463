using System.Globalization;
using System.Text.Json;

namespace ActiveResponse.Tool.Import;

/// <summary>The output of <c>list --json</c>: what was in place on another host, or on this one before.</summary>
internal static class OwnList
{
    public static IReadOnlyList<ImportedBlock> Read(string text, DateTimeOffset now)
    {
        var blocks = new List<ImportedBlock>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var item = JsonText.Parse(line, number);
            var target =
                JsonText.Text(item, "target") ?? throw new ImportException($"line {number} isn't of 'active-response list --json'");
            blocks.Add(
                new ImportedBlock(target, LeftOf(item, now, number), JsonText.Text(item, "responder") ?? "")
                {
                    Reason = JsonText.Text(item, "reason") ?? "",
                    By = JsonText.Text(item, "by") ?? "",
                    IsEnding = JsonText.Text(item, "state") == "lifting",
                }
            );
        }

        return blocks;
    }

    private static TimeSpan? LeftOf(JsonElement item, DateTimeOffset now, int line)
    {
        if (JsonText.Text(item, "until") is not { } until)
        {
            return null;
        }

        return DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end - now
            : throw new ImportException($"line {line}: '{until}' is no time");
    }
}
