using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveResponse.Tool.Settings;

/// <summary>A command line, completed by settings.</summary>
/// <param name="Arguments">The words.</param>
/// <param name="Parsed">The words as parsed.</param>
/// <param name="Used">The settings that it got, by option.</param>
/// <param name="Problems">What is wrong with settings.</param>
internal sealed record SettledLine(
    string[] Arguments,
    ParseResult Parsed,
    IReadOnlyDictionary<string, Setting> Used,
    IReadOnlyList<SettingsProblem> Problems
)
{
    /// <summary>Completes a command line.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="arguments">The words that were given.</param>
    /// <param name="source">The settings.</param>
    public static SettledLine Of(RootCommand root, string[] arguments, SettingsSource source)
    {
        var parsed = root.Parse(arguments, Parser);
        var command = parsed.CommandResult.Command;
        if (command.Options.FirstOrDefault(static option => option.Name == SettingsSource.OptionName) is not Option<string?> named)
        {
            return new SettledLine(arguments, parsed, new Dictionary<string, Setting>(), []);
        }

        var problems = new List<SettingsProblem>();
        var settings = source.Read(source.FileOf(parsed.GetValue(named)), SettingKeys.OfRun(), problems);
        var used = new Dictionary<string, Setting>(StringComparer.Ordinal);
        var words = new List<string>();
        foreach (var option in SettingKeys.OptionsOf(command))
        {
            if (settings.TryGetValue(SettingKeys.KeyOf(option), out var setting) && IsTaken(command, option, parsed))
            {
                used.Add(option.Name, setting);
                words.AddRange(SettingValues.WordsOf(option, setting.Values));
            }
        }

        var depth = DepthOf(parsed.CommandResult);
        string[] completed = [.. arguments[..depth], .. words, .. arguments[depth..]];
        return new SettledLine(completed, words.Count == 0 ? parsed : root.Parse(completed, Parser), used, problems);
    }

    /// <summary>How words are parsed: one that starts with @ isn't a response file.</summary>
    public static ParserConfiguration Parser => new() { ResponseFileTokenReplacer = null };

    /// <summary>The message of an error, with the place of the setting that it is about.</summary>
    public string Explain(ParseError error)
    {
        var option = error.SymbolResult is OptionResult { Option.Name: var name } ? name : null;
        var about = option is not null
            ? Used.GetValueOrDefault(option)
            : Used.FirstOrDefault(pair => error.Message.Contains(pair.Key, StringComparison.Ordinal)).Value;
        return about is null ? error.Message : $"{about.Source}: {error.Message}";
    }

    // How run prints is not how other commands do.
    private static bool IsTaken(Command command, Option option, ParseResult parsed) =>
        parsed.GetResult(option) is not { Implicit: false } && (command.Name == "run" || option.Name != "--json");

    private static int DepthOf(CommandResult result)
    {
        var depth = 0;
        for (var at = result; at.Parent is CommandResult parent; at = parent)
        {
            depth++;
        }

        return depth;
    }
}
