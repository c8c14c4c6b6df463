using System.Globalization;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>How growth is measured.</summary>
/// <param name="Only">The parts that run; empty for all.</param>
/// <param name="Most">The most agents.</param>
/// <param name="Quick">Only tries whether everything works.</param>
/// <param name="Draws">Draws from the stored figures and measures nothing.</param>
/// <param name="Docs">The folder of the page; null to only print.</param>
/// <param name="Scratch">A folder of its own, which its caller removes.</param>
internal sealed record GrowthSettings(IReadOnlyList<string> Only, int Most, bool Quick, bool Draws, string? Docs, string Scratch)
{
    public static GrowthSettings Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        var only = Value("--only")?.Split(',') ?? [];
        if (only.Except(GrowthPictures.Parts).FirstOrDefault() is { } unknown)
        {
            throw new FormatException($"there is no part '{unknown}'; the parts are {string.Join(", ", GrowthPictures.Parts)}");
        }

        return new GrowthSettings(
            only,
            int.Parse(Value("--agents") ?? "1000", CultureInfo.InvariantCulture),
            args.Contains("--quick"),
            args.Contains("--draw"),
            Value("--docs"),
            Value("--scratch") ?? Directory.CreateTempSubdirectory("growth-").FullName
        );
    }

    public bool Runs(string part) => Only.Count == 0 || Only.Contains(part);

    /// <summary>How often something is measured that takes the longer the more work there is.</summary>
    public int RoundsOf(int work) =>
        work switch
        {
            >= 100_000 => 1,
            >= 10_000 => 3,
            _ => Quick ? 1 : 11,
        };

    /// <summary>1, 10, 100 and so on.</summary>
    public IEnumerable<int> Steps(int most)
    {
        for (var step = 1; step <= (Quick ? Math.Min(most, 10) : most); step *= 10)
        {
            yield return step;
        }
    }
}
