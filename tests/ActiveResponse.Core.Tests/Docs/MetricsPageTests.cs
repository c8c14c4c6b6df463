using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>The page on metrics names each instrument there is, with its tags, and none else.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public void Lists_every_instrument_of_the_libraries()
    {
        var made = RepositoryFiles
            .Sources("src")
            .Where(static path => !path.StartsWith("src/ActiveResponse.Tool/", StringComparison.Ordinal))
            .SelectMany(static path => Made().Matches(RepositoryFiles.Read(path)))
            .Select(static match => match.Groups["name"].Value);
        var listed = Rows().Matches(RepositoryFiles.Read("docs/metrics.md")).Select(static match => match.Groups["name"].Value);

        listed.Should().BeEquivalentTo(made).And.HaveCountGreaterThan(8);
    }

    [GeneratedRegex("""Create(?:Counter|Histogram|ObservableGauge)(?:<\w+>)?\(\s*"(?<name>active_response\.[a-z._]+)""")]
    private static partial Regex Made();

    [GeneratedRegex(@"^\| `(?<name>active_response\.[a-z._]+)`", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
