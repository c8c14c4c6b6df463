using System.Text.RegularExpressions;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>The tables of options in the documents of both backends.</summary>
public sealed class IptablesDocsTests
{
    [Theory]
    [InlineData("docs/responders/iptables.md", typeof(IptablesOptions))]
    [InlineData("docs/responders/ipset.md", typeof(IpsetOptions))]
    public void Lists_every_option_with_its_default(string document, Type options)
    {
        var text = RepositoryFiles.Read(document);
        var table = text[text.IndexOf("| Option |", StringComparison.Ordinal)..text.IndexOf("## What it makes", StringComparison.Ordinal)];
        var defaults = Activator.CreateInstance(options);

        Regex
            .Matches(table, @"^\| `(\w+)` \| ([^|]+) \|", RegexOptions.Multiline)
            .Select(static row => $"{row.Groups[1].Value} = {row.Groups[2].Value}")
            .Should()
            .Equal(options.GetProperties().Select(property => $"{property.Name} = {Written(property.GetValue(defaults)!)}"));
    }

    private static string Written(object value) =>
        value switch
        {
            bool flag => flag ? "yes" : "no",
            TimeSpan time => $"{time.TotalSeconds} s",
            int number => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
            _ => $"`{value}`",
        };
}
