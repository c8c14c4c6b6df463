using System.Text.RegularExpressions;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed partial class StockExecutablesTests
{
    [Fact]
    public void No_name_stands_in_the_table_twice()
    {
        StockExecutables.All.Select(static one => one.Name).Should().OnlyHaveUniqueItems();
        StockExecutables.All.SelectMany(static one => one.Files).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("firewall-drop", "firewall-drop")]
    [InlineData("netsh.exe", "netsh")]
    [InlineData("win_route-null.cmd", "win_route-null")]
    [InlineData("firewall-drop-mine.sh", null)]
    public void Finds_an_executable_with_and_without_its_extension(string executable, string? name) =>
        StockExecutables.Find(executable)?.Name.Should().Be(name);

    /// <summary>A name that is bound and not in the documents, or the other way round, misleads whoever reads them.</summary>
    [Fact]
    public void The_page_of_firewall_drop_has_the_names_that_are_bound()
    {
        var documented = RepositoryFiles
            .Read("docs/responders/firewall-drop.md")
            .Split('\n')
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|'))
            .ToLookup(static cells => cells[2].Trim(), static cells => Name().Matches(cells[1]).SelectMany(Expand))
            .ToDictionary(static rows => rows.Key, static rows => rows.SelectMany(static names => names).ToList());

        documented["firewall-drop"].Should().BeEquivalentTo(StockNames.PacketFiltering);
        documented.Values.Should().ContainEquivalentOf(StockNames.HostDenying);
        documented.Values.Should().ContainEquivalentOf(StockNames.NullRouting);
        documented.Values.Should().ContainEquivalentOf(StockNames.AccountDisabling);
    }

    private static IEnumerable<string> Expand(Match match)
    {
        var name = match.Groups[1].Value;
        return name.EndsWith("(.sh)", StringComparison.Ordinal) ? [name[..^5], $"{name[..^5]}.sh"] : [name];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
