using System.Globalization;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>Writes the pictures, and the page's tables from the same figures.</summary>
internal static class GrowthPage
{
    private const string Begin = "<!-- measured growth: begin -->";
    private const string End = "<!-- measured growth: end -->";

    private static readonly (string Part, string Title)[] Parts =
    [
        ("blocks", "Blocks"),
        ("starts", "Starts"),
        ("responses", "Responses"),
        ("agents", "Agents of a fleet"),
    ];

    public static async Task WriteAsync(string docs, GrowthFigures figures)
    {
        var text = string.Join("\n\n", Paragraphs(docs, figures));
        var page = Path.Combine(docs, "growth.md");
        var old = await File.ReadAllTextAsync(page);
        var (from, to) = (old.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, old.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(page, $"{old[..from]}\n{text}\n{old[to..]}");
    }

    private static IEnumerable<string> Paragraphs(string docs, GrowthFigures figures)
    {
        var machines = Parts.Select(one => Machine(one.Part, isLoad: false)).Distinct().ToList();
        List<string> text = machines.Count == 1 ? [machines[0]] : [];
        foreach (var (part, title) in Parts)
        {
            text.AddRange([$"## {title}", machines.Count == 1 ? "" : Machine(part, isLoad: false), Machine(part, isLoad: true)]);
            foreach (var picture in GrowthPictures.Of(part))
            {
                var its = figures.All.Where(figure => figure.Picture == picture.Name).ToList();
                if (its.Count > 0)
                {
                    GrowthDrawing.Draw(picture, its, Path.Combine(docs, "growth", picture.Name + ".svg"));
                    text.AddRange([$"### {picture.Title}", picture.Text, $"![{picture.Title}](growth/{picture.Name}.svg)"]);
                    text.Add(string.Join('\n', Table(picture, its)));
                }
            }
        }

        return text.Where(static paragraph => paragraph.Length > 0);

        // The load differs from part to part, the machine only where parts ran on several days.
        string Machine(string part, bool isLoad) =>
            string.Join(
                '\n',
                figures.MachineOf(part).Where(line => line.StartsWith("Load of the machine", StringComparison.Ordinal) == isLoad)
            );
    }

    private static IEnumerable<string> Table(GrowthPicture picture, IReadOnlyList<GrowthFigure> figures)
    {
        var series = figures.Select(static figure => figure.Series).Distinct().ToList();
        yield return $"| {picture.Work} | {string.Join(" | ", series.Select(name => $"{name}, {picture.Unit}"))} |";
        yield return $"|--|{string.Concat(series.Select(static _ => "--|"))}";
        foreach (var row in figures.GroupBy(static figure => figure.Work).OrderBy(static row => row.Key))
        {
            var cells = series.Select(name => row.FirstOrDefault(figure => figure.Series == name)?.Text ?? "");
            yield return string.Create(CultureInfo.InvariantCulture, $"| {row.Key:N0} | {string.Join(" | ", cells)} |");
        }
    }
}
