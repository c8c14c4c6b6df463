using System.Globalization;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>How a fleet is measured.</summary>
/// <param name="Agents">How many agents, and as many bare connections beside them.</param>
/// <param name="Blocks">How many blocks for all agents hold before the first agent connects.</param>
/// <param name="Rounds">How many orders to all are timed.</param>
/// <param name="Singles">How many orders to single agents are given in a round.</param>
/// <param name="Reports">The documents whose figures are replaced; empty to only print them.</param>
/// <param name="Only">The parts that run besides memory; empty for all.</param>
/// <param name="Scratch">A folder of its own, which its caller removes.</param>
internal sealed record FleetRunSettings(
    int Agents,
    int Blocks,
    int Rounds,
    int Singles,
    IReadOnlyList<string> Reports,
    IReadOnlyList<string> Only,
    string Scratch
)
{
    public static FleetRunSettings Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        int Number(string name, int fallback) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        var agents = Number("--agents", 10_000);
        return new FleetRunSettings(
            agents,
            Number("--blocks", agents),
            Number("--rounds", 7),
            Number("--singles", 2_000),
            Value("--report")?.Split(',') ?? [],
            Value("--only")?.Split(',') ?? [],
            Value("--scratch") ?? Directory.CreateTempSubdirectory("fleet-").FullName
        );
    }

    public bool Runs(string part) => Only.Count == 0 || Only.Contains(part);
}
