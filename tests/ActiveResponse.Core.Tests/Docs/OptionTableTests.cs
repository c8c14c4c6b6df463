using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>The table of options in docs/concepts.md.</summary>
public sealed partial class OptionTableTests
{
    [Fact]
    public void Lists_every_option_with_its_default()
    {
        var text = RepositoryFiles.Read("docs/concepts.md");
        var table = text[text.IndexOf("## Options in code", StringComparison.Ordinal)..];

        Row()
            .Matches(table)
            .Select(static match => $"{match.Groups["name"].Value} = {match.Groups["default"].Value}")
            .Should()
            .Equal(Defaults(new ExecutionOptions()).Concat(Defaults(new GuardOptions())));
    }

    private static IEnumerable<string> Defaults(object options) =>
        options.GetType().GetProperties().Select(property => $"{property.Name} = {Written(property.GetValue(options))}");

    private static string Written(object? value) =>
        value switch
        {
            null or System.Collections.IDictionary { Count: 0 } or ISet<string> { Count: 0 } => "none",
            TimeSpan { TotalSeconds: < 60 } time => $"{time.TotalSeconds} s",
            TimeSpan { TotalHours: < 1 } time => $"{time.TotalMinutes} min",
            TimeSpan time => $"{time.TotalDays} d",
            bool flag => flag ? "yes" : "no",
            Enum name => $"`{name}`",
            _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        };

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<default>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
