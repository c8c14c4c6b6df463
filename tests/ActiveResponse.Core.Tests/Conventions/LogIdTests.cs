using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

/// <summary>An id in a log says which message it is, whatever packages a host has.</summary>
public sealed class LogIdTests
{
    [Fact]
    public void No_two_log_messages_of_the_packages_share_an_id()
    {
        var sources = Directory
            .EnumerateFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path =>
                !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            )
            .Select(File.ReadAllText)
            .ToList();
        var ids = sources
            .SelectMany(static text => Regex.Matches(text, @"\[LoggerMessage\(\s*(EventId = )?(?<id>[0-9]+),"))
            .Select(static match => int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture))
            .ToList();

        ids.Should().HaveCountGreaterThan(50).And.OnlyHaveUniqueItems();
        ids.Should().HaveCount(sources.Sum(static text => Regex.Count(text, @"\[LoggerMessage\(")), "each message has an id");
    }
}
