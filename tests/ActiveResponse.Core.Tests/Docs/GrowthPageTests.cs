using System.Globalization;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>The page of growth, its pictures and the stored figures belong to one another.</summary>
public sealed class GrowthPageTests
{
    private const string Page = "docs/growth.md";
    private const string Folder = "docs/growth";
    private const int MostBytes = 60_000;

    private static readonly string[] Lines = RepositoryFiles.Read(Page).Split('\n');

    private static IEnumerable<string[]> Figures =>
        RepositoryFiles
            .Read($"{Folder}/figures.csv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => !line.StartsWith("# ", StringComparison.Ordinal))
            .Skip(1)
            .Select(static line => line.Split(','));

    private static IEnumerable<string> Pictures =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf(Folder), "*.svg").Select(static file => Path.GetFileNameWithoutExtension(file));

    [Fact]
    public void Blocks_responses_and_agents_have_figures() =>
        Figures
            .Select(static figure => figure[0])
            .Distinct()
            .Should()
            .BeEquivalentTo("block", "lift", "list", "memory", "restart", "match", "load", "order-all", "order-one", "agent-memory");

    [Fact]
    public void Every_stored_curve_is_a_picture_that_the_page_shows()
    {
        var stored = Figures.Select(static figure => figure[0]).Distinct().ToList();

        stored.Should().BeEquivalentTo(Pictures);
        stored.Should().BeEquivalentTo(Tables().Select(static table => table.Picture));
    }

    [Fact]
    public void Every_picture_is_small_and_names_its_curves()
    {
        foreach (var picture in Pictures)
        {
            var svg = RepositoryFiles.Read($"{Folder}/{picture}.svg");

            svg.Length.Should().BeLessThan(MostBytes, picture);
            foreach (var series in Figures.Where(figure => figure[0] == picture).Select(static figure => figure[1]).Distinct())
            {
                svg.Should().Contain($">{series}", picture);
            }
        }
    }

    [Fact]
    public void Every_figure_of_the_page_is_a_stored_one()
    {
        var shown =
            from table in Tables()
            from row in table.Rows
            from cell in table.Series.Zip(row.Skip(1))
            where cell.Second.Length > 0
            select string.Join(',', table.Picture, cell.First, Number(row[0]), cell.Second);

        shown.Should().BeEquivalentTo(Figures.Select(static figure => string.Join(',', figure)));
    }

    // The table that follows each picture; a heading of a column is the curve, a comma and the unit.
    private static IEnumerable<(string Picture, IReadOnlyList<string> Series, IReadOnlyList<string[]> Rows)> Tables()
    {
        for (var at = 0; at < Lines.Length; at++)
        {
            if (Lines[at].StartsWith("![", StringComparison.Ordinal))
            {
                var table = Lines
                    .Skip(at + 1)
                    .SkipWhile(static line => line.Length == 0)
                    .TakeWhile(static line => line.StartsWith('|'))
                    .Select(Cells)
                    .ToList();
                yield return (
                    Lines[at].Split("(growth/")[1].Split(".svg)")[0],
                    [.. table[0].Skip(1).Select(static head => head[..head.LastIndexOf(", ", StringComparison.Ordinal)])],
                    [.. table.Skip(2)]
                );
            }
        }
    }

    private static string[] Cells(string row) => [.. row.Split('|')[1..^1].Select(static cell => cell.Trim())];

    private static string Number(string text) =>
        int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
