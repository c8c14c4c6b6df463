using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

/// <summary>The repository builds wherever it is cloned: what a project is follows from the folder it is in, not from the path to the
/// clone.</summary>
public sealed partial class BuildFilesTests
{
    private static readonly IReadOnlyList<string> Files =
    [
        .. new[] { "*.props", "*.targets", "*.csproj" }
            .SelectMany(static pattern => Directory.EnumerateFiles(RepositoryFiles.Root, pattern, SearchOption.AllDirectories))
            .Select(static path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))
            .Where(static path => !path.Split('/').Any(static part => part is "bin" or "obj" or "artifacts")),
    ];

    [Fact]
    public void No_condition_looks_at_the_path_to_the_clone()
    {
        Files.Should().Contain("Directory.Build.props").And.Contain("src/Directory.Build.props");

        Files.Where(static path => ConditionOnPath().IsMatch(RepositoryFiles.Read(path))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""<A Condition="$(MSBuildProjectDirectory.Contains('/src/'))" />""", true)]
    [InlineData("""<A Condition="$([System.String]::Copy('$(MSBuildThisFileFullPath)').IndexOf('x')) > 0" />""", true)]
    [InlineData("""<A Condition="Exists('$(MSBuildProjectDirectory)/README.md')" />""", false)]
    [InlineData("""<A Condition="'$(MSBuildProjectName)' == 'A'" />""", false)]
    public void A_condition_on_the_path_is_noticed(string xml, bool noticed) => ConditionOnPath().IsMatch(xml).Should().Be(noticed);

    // Whether a file exists below such a folder may be asked; what the folder's path contains may not.
    [GeneratedRegex(@"Condition=""(?!Exists\()[^""]*(?:MSBuild\w*(?:Directory|FullPath)|RepositoryRoot)[^""]*""")]
    private static partial Regex ConditionOnPath();
}
