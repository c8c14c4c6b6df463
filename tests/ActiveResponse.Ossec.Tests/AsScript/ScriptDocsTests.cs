using System.Text.RegularExpressions;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>The tables in docs/as-script.md.</summary>
public sealed partial class ScriptDocsTests
{
    private static readonly string Text = RepositoryFiles.Read("docs/as-script.md");

    [Fact]
    public void Every_difference_from_the_originals_has_a_row() =>
        Rows("## Where it differs").Should().Equal(ScriptDifference.All.Select(static difference => difference.Key));

    [Fact]
    public void Every_name_has_a_row()
    {
        var table = Section("## Replace the stock scripts");
        var names = table[table.IndexOf("| Called as", StringComparison.Ordinal)..]
            .Split('\n')
            .Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(static line => Code().Matches(line.Split('|')[1]).Select(static match => match.Groups[1].Value));

        names
            .Should()
            .Equal(
                StockScripts
                    .All.SelectMany(static script => script.Names)
                    .Select(static name => name.EndsWith(".sh", StringComparison.Ordinal) ? name[..^3] : name)
                    .Distinct()
            );
    }

    [Fact]
    public void Every_setting_has_a_row_and_every_row_is_a_setting()
    {
        var values = new Dictionary<string, string>
        {
            ["protect"] = "yes",
            ["allow"] = "192.0.2.1",
            ["minimum-uid"] = "1",
            ["firewall"] = ActiveResponse.Responders.Firewall.Selection.FirewallDropOptions.Known[0],
        };
        var names = Rows("## Settings");

        ScriptSettingsFile
            .Parse("x", SettingsFile.Parse([.. names.Select(name => $"{name} = {values.GetValueOrDefault(name, "/x")}")]))
            .Problems.Should()
            .BeEmpty();
        ScriptSettingsFile
            .Parse("x", SettingsFile.Parse(["colour = red"]))
            .Problems.Should()
            .ContainSingle()
            .Which.Should()
            .EndWith($"the settings are {string.Join(", ", names)}");
    }

    private static List<string> Rows(string heading) => [.. Row().Matches(Section(heading)).Select(static match => match.Groups[1].Value)];

    private static string Section(string heading)
    {
        var start = Text.IndexOf(heading, StringComparison.Ordinal);
        var end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Text[start..] : Text[start..end];
    }

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
