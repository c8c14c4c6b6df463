using System.CommandLine;

namespace ActiveResponse.Tool.Settings;

/// <summary>The values of options on a completed command line, by option; defaults aren't in it.</summary>
internal static class SettledValues
{
    public static Dictionary<string, string[]> Of(ParseResult parsed) =>
        SettingKeys
            .OptionsOf(parsed.CommandResult.Command)
            .Where(option => parsed.GetResult(option) is { Implicit: false })
            .ToDictionary(static option => option.Name, option => ValuesOf(parsed, option), StringComparer.Ordinal);

    /// <summary>The names of the options whose values differ.</summary>
    public static IEnumerable<string> Differing(Dictionary<string, string[]> one, Dictionary<string, string[]> other) =>
        one
            .Keys.Union(other.Keys)
            .Where(name => !(one.GetValueOrDefault(name) ?? []).SequenceEqual(other.GetValueOrDefault(name) ?? [], StringComparer.Ordinal))
            .Order(StringComparer.Ordinal);

    // A switch has no word of its own for being on.
    private static string[] ValuesOf(ParseResult parsed, Option option)
    {
        string[] values = [.. parsed.GetResult(option)!.Tokens.Select(static token => token.Value)];
        return values.Length == 0 ? [SettingValues.On] : values;
    }
}
