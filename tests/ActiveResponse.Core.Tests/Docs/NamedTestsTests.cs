using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>The tests that documents name as a proof exist.</summary>
public sealed partial class NamedTestsTests
{
    private static readonly string[] Sources =
    [
        .. RepositoryFiles.Sources("tests").Concat(RepositoryFiles.Sources("src/ActiveResponse.Testing.Xunit")),
    ];

    [Theory]
    [InlineData("docs/pains.md", 15)]
    [InlineData("docs/robustness.md", 15)]
    public void Every_test_that_is_named_is_there(string document, int atLeast)
    {
        var named = TestName()
            .Matches(RepositoryFiles.Read(document))
            .Select(static match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value))
            .Distinct()
            .ToList();

        named.Should().HaveCountGreaterThan(atLeast);
        named.Where(static name => !IsTest(name.Class, name.Method)).Should().BeEmpty();
    }

    [Fact]
    public void Each_of_the_fifteen_pains_has_a_section_with_a_test_or_says_that_it_is_not_covered()
    {
        var sections = PainSection().Matches(RepositoryFiles.Read("docs/pains.md"));

        sections.Select(static match => match.Groups["number"].Value).Should().Equal(Enumerable.Range(1, 15).Select(static i => $"{i}"));
        sections
            .Should()
            .OnlyContain(static match => match.Groups["covered"].Value == "no" || TestName().IsMatch(match.Groups["tests"].Value));
        sections
            .Select(static match => match.Groups["covered"].Value)
            .Should()
            .OnlyContain(static covered => covered == "yes" || covered == "partly" || covered == "no");
    }

    // A partial class is in several files that begin with its name.
    private static bool IsTest(string type, string method) =>
        Sources
            .Where(path => Path.GetFileName(path).StartsWith(type + ".", StringComparison.Ordinal))
            .Any(path =>
                Regex.IsMatch(
                    RepositoryFiles.Read(path),
                    $@"\]\n\s+public (static )?(async )?(virtual )?(Task|void) {Regex.Escape(method)}\("
                )
            );

    [GeneratedRegex(@"`(?<class>[A-Z]\w+(?:Tests|Conformance))\.(?<method>\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^## (?<number>\d+)\. .+\n\nCovered: (?<covered>\w+)\.(?<tests>(?:(?!^## ).*\n)+)", RegexOptions.Multiline)]
    private static partial Regex PainSection();
}
