using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>Holds the documents to the reader's own tables, both ways.</summary>
public sealed partial class OptionParityTests
{
    private static readonly string Docs = Path.Combine(RepositoryRoot(), "docs");

    [Theory]
    [InlineData("Sections")]
    [InlineData("Elements of `command`")]
    [InlineData("Elements of `active-response`")]
    [InlineData("Elements of `global`")]
    [InlineData("Elements of `alerts`")]
    [InlineData("Elements of `rules`")]
    public void Lists_exactly_the_elements_each_dialect_knows(string heading)
    {
        var rows = Table("compatibility.md", heading);
        var (ossec, wazuh) = Known(heading);

        rows.Where(static r => r.Ossec != "–").Select(static r => r.Name).Should().BeEquivalentTo(ossec);
        rows.Where(static r => r.Wazuh != "–").Select(static r => r.Name).Should().BeEquivalentTo(wazuh);
    }

    [Fact]
    public void Says_which_sections_may_be_empty() =>
        Table("compatibility.md", "Sections")
            .Where(static r => r.Wazuh.Contains("may be empty", StringComparison.Ordinal))
            .Select(static r => r.Name)
            .Should()
            .BeEquivalentTo(KnownElements.WazuhSectionsMaybeEmpty);

    [Fact]
    public void Says_which_values_of_global_OSSEC_checks() =>
        Table("compatibility.md", "Elements of `global`")
            .Where(static r => r.Ossec == "checked")
            .Select(static r => r.Name)
            .Should()
            .BeEquivalentTo(
                KnownElements.OssecGlobal.Names.Where(static name =>
                    KnownElements.OssecGlobal[name] is not (ValueRule.Any or ValueRule.Allowed)
                )
            );

    [Fact]
    public void Explains_every_option_of_commands_and_responses()
    {
        var text = File.ReadAllText(Path.Combine(Docs, "configuration.md"));

        foreach (var option in KnownElements.WazuhCommand.Concat(KnownElements.WazuhResponse))
        {
            text.Should().Contain($"| `{option}` |");
        }
    }

    [Fact]
    public void Explains_every_code_the_reader_gives()
    {
        var text = File.ReadAllText(Path.Combine(Docs, "configuration.md"));
        var sources = Directory.EnumerateFiles(
            Path.Combine(RepositoryRoot(), "src", "ActiveResponse.Core", "Configuration"),
            "*.cs",
            SearchOption.AllDirectories
        );
        var codes = sources
            .SelectMany(static f => CodeInSource().Matches(File.ReadAllText(f)))
            .Select(static m => m.Groups["code"].Value)
            .ToHashSet();

        codes.Should().HaveCountGreaterThan(40);
        codes.Where(c => !text.Contains($"`{c}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static (IEnumerable<string> Ossec, IEnumerable<string> Wazuh) Known(string heading) =>
        heading switch
        {
            "Sections" => (KnownElements.OssecSections, KnownElements.WazuhSections.Concat(KnownElements.WazuhSectionsMaybeEmpty)),
            "Elements of `command`" => (KnownElements.OssecCommand, KnownElements.WazuhCommand),
            "Elements of `active-response`" => (KnownElements.OssecResponse, KnownElements.WazuhResponse),
            "Elements of `global`" => (KnownElements.OssecGlobal.Names, KnownElements.WazuhGlobal.Names),
            "Elements of `alerts`" => (KnownElements.OssecAlerts.Names, []),
            _ => (KnownElements.OssecRules.Names, []),
        };

    private static List<(string Name, string Ossec, string Wazuh)> Table(string document, string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(Docs, document));
        var rows = lines
            .SkipWhile(l => l != "## " + heading)
            .Skip(1)
            .TakeWhile(static l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(static l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(static l => l.Split('|', StringSplitOptions.TrimEntries))
            .SelectMany(static c => c[1].Split(", ").Select(name => (name.Trim('`'), c[2], c[3])))
            .ToList();
        rows.Should().NotBeEmpty();
        return rows;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActiveResponse.Core.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(
        "\"(?<code>1[23]\\d\\d|(allow-list|agent-id|ar-conf|command|disabled|"
            + "executable|expect|level|location|never|nothing|repeated-offenders|response|"
            + "rules-group|rules-id|timeout|unknown)(-[a-z]+)+|agent-id|entity)\""
    )]
    private static partial Regex CodeInSource();
}
