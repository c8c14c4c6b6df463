using System.Globalization;

namespace ActiveResponse.Tool.Import;

/// <summary>Blocks as comma-separated values: the output of <c>export --format csv</c>, or a sheet with a column <c>target</c>.</summary>
internal static class CsvList
{
    public const string Target = "target";
    public const string Until = "until";
    public const string SecondsLeft = "seconds_left";
    public const string State = "state";
    public const string Reason = "reason";
    public const string By = "by";
    public const string Responder = "responder";

    private static readonly string[] TargetNames = [Target, "ip", "address"];

    /// <summary>Whether the first line of a text is a header that names the targets.</summary>
    public static bool Is(string text)
    {
        var first = text.AsSpan().TrimStart('\ufeff');
        first = first[..(first.IndexOfAny('\r', '\n') is >= 0 and var end ? end : first.Length)];
        return first.ContainsAny(",;\t") && Header(first.ToString()) is var (_, names) && Array.Exists(names, TargetNames.Contains);
    }

    public static IReadOnlyList<ImportedBlock> Read(string text, DateTimeOffset now)
    {
        text = text.TrimStart('\ufeff');
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var (separator, names) = Header(end < 0 ? text : text[..end]);
        var target = Array.FindIndex(names, TargetNames.Contains);
        if (target < 0)
        {
            throw new ImportException("line 1 has no column 'target'");
        }

        var blocks = new List<ImportedBlock>();
        foreach (var (line, cells) in CsvText.Rows(text, separator).Skip(1))
        {
            string Cell(string name) => Array.IndexOf(names, name) is >= 0 and var at && at < cells.Count ? cells[at].Trim() : "";
            if (target >= cells.Count || cells[target].Trim().Length == 0)
            {
                throw new ImportException($"line {line} has no target");
            }

            blocks.Add(
                new ImportedBlock(cells[target].Trim(), LeftOf(Cell(Until), Cell(SecondsLeft), now, line), Cell(Responder))
                {
                    Reason = Cell(Reason),
                    By = Cell(By),
                    IsEnding = Cell(State) == "lifting",
                }
            );
        }

        return blocks;
    }

    // Spreadsheets of some countries write semicolons.
    private static (char Separator, string[] Names) Header(string line)
    {
        var separator = ",;\t".FirstOrDefault(line.Contains, ',');
        return (separator, [.. line.Split(separator).Select(static name => name.Trim().Trim('"').ToLowerInvariant())]);
    }

    private static TimeSpan? LeftOf(string until, string seconds, DateTimeOffset now, int line)
    {
        if (until.Length > 0)
        {
            return DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
                ? end - now
                : throw new ImportException($"line {line}: '{until}' is no time");
        }

        if (seconds.Length == 0)
        {
            return null;
        }

        return
            double.TryParse(
                seconds,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var left
            )
            && Math.Abs(left) < int.MaxValue
            ? TimeSpan.FromSeconds(left)
            : throw new ImportException($"line {line}: '{seconds}' is no number of seconds");
    }
}
