using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

/// <summary>Projects outside of the solution aren't built with it; what they take from the library's sources must stay where it is.</summary>
public sealed partial class LinkedSourcesTests
{
    private const string Project = "src/ActiveResponse.CliWrap";

    [Fact]
    public void The_sources_that_the_CliWrap_runner_shares_are_there()
    {
        var linked = Link().Matches(RepositoryFiles.Read($"{Project}/ActiveResponse.CliWrap.csproj")).Select(static match => match.Groups["path"].Value).ToList();

        linked.Should().HaveCountGreaterThan(5);
        linked.Where(static path => !File.Exists(RepositoryFiles.PathOf($"{Project}/{path}"))).Should().BeEmpty();
    }

    [GeneratedRegex("<Compile Include=\"(?<path>[^\"]+)\"")]
    private static partial Regex Link();
}
