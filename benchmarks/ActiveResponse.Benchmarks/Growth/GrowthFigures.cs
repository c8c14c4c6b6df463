using System.Globalization;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>What was measured at one point of a curve.</summary>
/// <param name="Picture">The picture it belongs to.</param>
/// <param name="Series">The curve.</param>
/// <param name="Work">How much work there was.</param>
/// <param name="Text">The figure as file and page show it: three significant digits.</param>
internal sealed record GrowthFigure(string Picture, string Series, int Work, string Text)
{
    public double Value => double.Parse(Text, CultureInfo.InvariantCulture);
}

/// <summary>All figures, and for each part what it was measured on; kept as a CSV file, from which everything is drawn.</summary>
internal sealed class GrowthFigures
{
    private const string Head = "picture,series,work,figure";
    private readonly List<GrowthFigure> _figures = [];
    private readonly Dictionary<string, string[]> _machines = [];

    public IReadOnlyList<GrowthFigure> All => _figures;

    public static GrowthFigures Read(string file)
    {
        var figures = new GrowthFigures();
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                var at = line.IndexOf(": ", StringComparison.Ordinal);
                figures._machines[line[2..at]] = line[(at + 2)..].Split(" | ");
            }
            else if (line != Head)
            {
                var parts = line.Split(',');
                figures._figures.Add(new GrowthFigure(parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]));
            }
        }

        return figures;
    }

    public void Write(string file) =>
        File.WriteAllText(
            file,
            string.Join(
                '\n',
                [
                    .. _machines.Select(static one => $"# {one.Key}: {string.Join(" | ", one.Value)}"),
                    Head,
                    .. _figures.Select(static one =>
                        string.Create(CultureInfo.InvariantCulture, $"{one.Picture},{one.Series},{one.Work},{one.Text}")
                    ),
                    "",
                ]
            )
        );

    public IReadOnlyList<string> MachineOf(string part) => _machines.GetValueOrDefault(part, []);

    /// <summary>Takes the figures of a part that has ended in place of those of its run before.</summary>
    public void Replace(string part, IEnumerable<string> machine, GrowthFigures measured)
    {
        _machines[part] = [.. machine.Select(static line => line.Trim())];
        _figures.RemoveAll(figure => GrowthPictures.Of(part).Any(picture => picture.Name == figure.Picture));
        _figures.AddRange(measured._figures);
    }

    public void Add(string picture, string series, int work, double value)
    {
        var figure = new GrowthFigure(picture, series, work, Short(value));
        _figures.Add(figure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{picture}, {series}, {work:N0}: {figure.Text}"));
    }

    // Three significant digits, and never an exponent.
    private static string Short(double value)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 0.001))) - 2);
        return ((decimal)(Math.Round(value / scale) * scale)).ToString("0.#####", CultureInfo.InvariantCulture);
    }
}
