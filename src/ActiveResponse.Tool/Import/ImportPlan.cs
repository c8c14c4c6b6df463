using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Import;

/// <summary>What an import does: the blocks it makes, each once with its latest end, and why it leaves others out.</summary>
/// <param name="Blocks">The blocks.</param>
/// <param name="LeftOut">The targets that are left out, with the reason.</param>
/// <param name="WithoutEnd">How many have no end.</param>
internal sealed record ImportPlan(IReadOnlyList<ImportedBlock> Blocks, IReadOnlyList<(string Target, string Why)> LeftOut, int WithoutEnd)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <param name="found">The blocks of the other program.</param>
    /// <param name="otherwise">How long those without an end last; null to keep them without.</param>
    public static ImportPlan Of(IEnumerable<ImportedBlock> found, TimeSpan? otherwise)
    {
        var blocks = new Dictionary<Subject, ImportedBlock>();
        var leftOut = new List<(string, string)>();
        var withoutEnd = 0;
        foreach (var block in found)
        {
            if (!Subject.TryParse(block.Target, out var subject, out var problem))
            {
                leftOut.Add((block.Target, problem));
                continue;
            }

            if (block.Left <= TimeSpan.Zero || block.IsEnding)
            {
                leftOut.Add((block.Target, block.IsEnding ? "it is being lifted" : "it has ended"));
                continue;
            }

            withoutEnd += block.Left is null ? 1 : 0;
            var left = block.Left ?? otherwise;
            var limited = block with { Left = left > Longest ? Longest : left };
            if (!blocks.TryGetValue(subject, out var other) || Lasts(limited, other))
            {
                blocks[subject] = limited;
            }
        }

        return new ImportPlan([.. blocks.Values], leftOut, withoutEnd);
    }

    private static bool Lasts(ImportedBlock one, ImportedBlock other) =>
        other.Left is not null && (one.Left is null || one.Left > other.Left);
}
