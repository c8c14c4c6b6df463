using System.Text.RegularExpressions;
using ActiveResponse.Tests.Conventions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>What the documents say is there, is there.</summary>
public sealed partial class DocsTests
{
    private const string Agent = "samples/MinimalAgent/Program.cs";
    private const string Snippets = "tests/ActiveResponse.Core.Tests/Docs/Snippets/";
    private const string PlugIn = Snippets + "EdgeBlock.cs";

    public static TheoryData<string> Documents => [.. MarkdownFile.All];

    [Fact]
    public void The_documents_a_newcomer_looks_for_are_there() =>
        MarkdownFile
            .All.Should()
            .Contain([
                "README.md",
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "docs/README.md",
                "docs/quick-start.md",
                "docs/concepts.md",
                "samples/README.md",
            ]);

    [Theory]
    [InlineData("README.md", Agent)]
    [InlineData("README.md", PlugIn)]
    [InlineData("src/ActiveResponse.Core/README.md", Agent)]
    [InlineData("src/ActiveResponse.Testing.Xunit/README.md", Snippets + "EdgeBlockTests.cs")]
    [InlineData("docs/writing-a-responder.md", Snippets + "EdgeBlockSetup.cs")]
    [InlineData("docs/testing.md", "tests/TestedHost.Tests/BastionAgentTests.cs")]
    [InlineData("docs/as-script.md", "samples/ResponderScript/Program.cs")]
    public void A_snippet_is_the_file_that_compiles(string document, string source) =>
        new MarkdownFile(document).Blocks("csharp").Should().Contain(RepositoryFiles.Read(source));

    [Theory]
    [InlineData("docs/writing-a-responder.md")]
    [InlineData("src/ActiveResponse.Core/README.md")]
    [InlineData("src/ActiveResponse.Testing.Xunit/README.md")]
    public void Every_snippet_is_a_file_that_compiles(string document)
    {
        string[] sources = [RepositoryFiles.Read(Agent), .. RepositoryFiles.Sources(Snippets).Select(RepositoryFiles.Read)];

        new MarkdownFile(document).Blocks("csharp").Should().NotBeEmpty().And.BeSubsetOf(sources);
    }

    [Fact]
    public void The_plug_in_has_at_most_25_lines() =>
        File.ReadLines(RepositoryFiles.PathOf(PlugIn)).Count().Should().BeLessThanOrEqualTo(25);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        var file = new MarkdownFile(document);

        file.Links.Where(target => !Leads(file, target)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_that_is_named_exists(string document)
    {
        var folder = Path.GetDirectoryName(document)!;

        new MarkdownFile(document).NamedFiles.Where(name => !Exists(name) && !Exists(Path.Combine(folder, name))).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void No_line_is_longer_than_140_columns(string document) =>
        File.ReadLines(RepositoryFiles.PathOf(document)).Where(static line => line.Length > 140).Should().BeEmpty();

    [Fact]
    public void The_map_of_the_folders_is_complete_and_in_order() =>
        new MarkdownFile("CONTRIBUTING.md")
            .TableLinks(Layers.Project + "/")
            .Select(static target => target[(Layers.Project.Length + 1)..])
            .Should()
            .Equal(Layers.InOrder);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_option_of_the_tool_that_is_named_exists(string document)
    {
        var known = RepositoryFiles
            .Sources("src/ActiveResponse.Tool")
            .SelectMany(static path => Option().Matches(RepositoryFiles.Read(path)))
            .Select(static match => match.Groups["name"].Value)
            .ToHashSet();

        known.Should().Contain("--exit-when-idle", "the options were found");
        new MarkdownFile(document)
            .ToolCalls()
            .SelectMany(static call => Word().Matches(call))
            .Select(static match => match.Value)
            .Where(option => !known.Contains(option))
            .Should()
            .BeEmpty();
    }

    private static bool Leads(MarkdownFile from, string target)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var to = path.Length == 0 ? from.Name : Path.Combine(Path.GetDirectoryName(from.Name)!, path);
        return Exists(to) && (anchor is null || new MarkdownFile(to).Anchors.Contains(anchor));
    }

    private static bool Exists(string relative) => Path.Exists(RepositoryFiles.PathOf(relative));

    [GeneratedRegex("\"(?<name>--[a-z][a-z0-9-]*)\"")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]*")]
    private static partial Regex Word();
}
