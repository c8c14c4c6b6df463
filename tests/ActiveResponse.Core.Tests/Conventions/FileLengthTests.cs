using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

public sealed class FileLengthTests
{
    private const int Longest = 340;
    private const int LargestMedian = 60;

    private static readonly IReadOnlyList<(string Path, int Lines)> Files =
    [
        .. RepositoryFiles.Sources("src").Select(static path => (path, File.ReadLines(RepositoryFiles.PathOf(path)).Count())),
    ];

    [Fact]
    public void No_source_file_is_longer_than_340_lines() =>
        Files.Where(static file => file.Lines > Longest).Select(static file => $"{file.Path}: {file.Lines} lines").Should().BeEmpty();

    [Fact]
    public void The_median_source_file_has_at_most_60_lines()
    {
        var lengths = Files.Select(static file => file.Lines).Order().ToList();

        lengths.Should().HaveCountGreaterThan(100, "the sources were found");
        lengths[lengths.Count / 2].Should().BeLessThanOrEqualTo(LargestMedian);
    }
}
