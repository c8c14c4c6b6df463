using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>docs/state.md says what the code does.</summary>
public sealed partial class DocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "state.md"));

    [Fact]
    public void Lists_every_option_with_its_default()
    {
        var options = new SqliteStoreOptions { File = "" };

        Rows("## Options")
            .Should()
            .Equal(
                typeof(SqliteStoreOptions)
                    .GetProperties(BindingFlags.Instance | BindingFlags.Public)
                    .Select(property => (property.Name, Written(property.GetValue(options)!)))
            );
    }

    [Fact]
    public void Lists_every_failure() =>
        Rows("## When it can't be used").Select(static row => row.Name).Should().Equal(Enum.GetNames<StoreFailure>());

    [Fact]
    public void Names_the_schema_and_every_table()
    {
        Page.Should().Contain($"Schema {Schema.Migrations.Count},");
        Rows("## What is in it")
            .Select(static row => row.Name)
            .Should()
            .BeEquivalentTo(
                Schema.Migrations.SelectMany(static sql => Table().Matches(sql)).Select(static match => match.Groups["name"].Value)
            );
    }

    private static IEnumerable<(string Name, string Default)> Rows(string heading)
    {
        var from = Page.IndexOf(heading, StringComparison.Ordinal);
        var section = Page[from..Page.IndexOf("\n## ", from + 1, StringComparison.Ordinal)];
        return Row().Matches(section).Select(static match => (match.Groups["name"].Value, match.Groups["default"].Value.Trim()));
    }

    private static string Written(object value) =>
        value switch
        {
            TimeSpan { TotalSeconds: < 60 } time => $"{time.TotalSeconds} s",
            TimeSpan { TotalHours: < 1 } time => $"{time.TotalMinutes} min",
            TimeSpan time => $"{time.TotalDays} d",
            bool flag => flag ? "yes" : "no",
            Enum name => $"`{name}`",
            string text => text,
            _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ActiveResponse.Core.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|(?<default>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+)")]
    private static partial Regex Table();
}
