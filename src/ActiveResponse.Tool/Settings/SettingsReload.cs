using System.CommandLine;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Settings;

/// <summary>Reads the settings of a running agent again, and applies those that can change while it runs.</summary>
/// <param name="arguments">The command line as it was given.</param>
/// <param name="source">Where settings are from.</param>
/// <param name="started">The completed command line of the start.</param>
/// <param name="apply">Applies the reloadable settings of a completed command line; throws if one is out of its range.</param>
/// <param name="print">Receives what has changed.</param>
internal sealed class SettingsReload(
    string[] arguments,
    SettingsSource source,
    ParseResult started,
    Action<ParseResult> apply,
    Action<string> print
)
{
    private readonly Dictionary<string, string[]> _inForce = SettledValues.Of(started);

    /// <summary>Reads them now. A mistake changes nothing.</summary>
    public void Reread()
    {
        try
        {
            Take(SettledLine.Of(AllCommands.For(arguments), arguments, source));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Print($"The settings can't be applied, and stay as they were: {e.Message}");
        }
    }

    private void Take(SettledLine line)
    {
        string[] problems =
        [
            .. line.Problems.Select(static problem => problem.ToString()),
            .. line.Problems.Count == 0 ? line.Parsed.Errors.Select(line.Explain) : [],
        ];
        if (problems.Length > 0)
        {
            Array.ForEach(problems, problem => Print($"The settings stay as they were: {problem}"));
            return;
        }

        var values = SettledValues.Of(line.Parsed);
        var options = SettingKeys
            .OptionsOf(line.Parsed.CommandResult.Command)
            .ToDictionary(static option => option.Name, StringComparer.Ordinal);
        var changed = SettledValues.Differing(_inForce, values).Select(name => options[name]).ToLookup(ReloadableSettings.Includes);
        if (changed[true].Any())
        {
            apply(line.Parsed);
            foreach (var option in changed[true])
            {
                Adopt(option.Name, values);
            }

            Print($"settings reloaded: {Names(changed[true])}");
        }

        if (changed[false].Any())
        {
            Print($"changed settings that need a restart, and aren't in force: {Names(changed[false])}");
        }
    }

    private void Adopt(string name, Dictionary<string, string[]> values)
    {
        if (values.TryGetValue(name, out var given))
        {
            _inForce[name] = given;
        }
        else
        {
            _inForce.Remove(name);
        }
    }

    private static string Names(IEnumerable<Option> options) => string.Join(", ", options.Select(SettingKeys.KeyOf));

    private void Print(string text) => print($"active-response: {ToolText.OneLine(text)}");
}
