using System.CommandLine;
using System.Globalization;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Settings;

/// <summary><c>settings</c>: checks and shows the settings of <c>run</c>.</summary>
internal static class SettingsCommand
{
    public static Command Build() => new("settings", "Check or show the settings that 'run' gets without options.") { Check(), Show() };

    private static Command Check()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = $"The settings file. Default: {SettingsSource.DefaultFile}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("check", "Check settings as 'run' would. Exit code 1 if it would not start with them.") { file };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(file) ?? new SettingsSource().FileOf(given: null) ?? SettingsSource.DefaultFile;
            var (line, errors) = Complete(given);
            errors.ForEach(static error => Console.Error.WriteLine($"active-response: {ToolText.OneLine(error)}"));
            if (errors.Count > 0)
            {
                return ExitCodes.Findings;
            }

            Console.Out.WriteLine($"{ToolText.OneLine(given)}: {line.Used.Count} settings, nothing wrong");
            WriteChanges(line);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Show()
    {
        var file = SettingsSource.Option();
        var json = CommonOptions.Json();
        var command = new Command("show", "Show every setting: the value that 'run' gets, where that is from, and what a change takes.")
        {
            json,
        };
        command.Add(file);
        command.SetAction(parsed =>
        {
            var keys = SettingKeys.OfRun();
            var source = new SettingsSource();
            var problems = new List<SettingsProblem>();
            var settings = source.Read(source.FileOf(parsed.GetValue(file)), keys, problems);
            Write(keys, settings, parsed.GetValue(json));
            problems.ForEach(static problem => Console.Error.WriteLine($"active-response: {ToolText.OneLine(problem.ToString())}"));
            return problems.Count == 0 ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }

    // What run's own validators refuse is found by parsing its command line.
    private static (SettledLine Line, List<string> Errors) Complete(string file)
    {
        var root = AllCommands.For(["run"]);
        var line = SettledLine.Of(root, ["run", SettingsSource.OptionName, file], new SettingsSource());
        List<string> errors = [.. line.Problems.Select(static problem => problem.ToString())];
        if (errors.Count == 0)
        {
            errors.AddRange(line.Parsed.Errors.Select(line.Explain));
        }

        return (line, errors);
    }

    // A running agent has the values of its start until it reloads.
    private static void WriteChanges(SettledLine line)
    {
        var used = SettingKeys
            .OptionsOf(line.Parsed.CommandResult.Command)
            .Where(option => line.Used.ContainsKey(option.Name))
            .ToLookup(ReloadableSettings.WordOf, SettingKeys.KeyOf);
        foreach (var change in used.OrderBy(static change => change.Key, StringComparer.Ordinal))
        {
            Console.Out.WriteLine($"{change.Key}: {string.Join(", ", change)}");
        }
    }

    private static void Write(SettingKeys keys, IReadOnlyDictionary<string, Setting> settings, bool json)
    {
        var rows = keys.All.Select(key => settings.GetValueOrDefault(key) ?? DefaultOf(key, keys.OptionOf(key)!)).ToList();
        if (json)
        {
            rows.ForEach(row => WriteJson(row, ChangeOf(keys, row)));
            return;
        }

        Reports.Out.Table(["setting", "value", "from", "change"], [.. rows.Select(row => Cells(row, ChangeOf(keys, row)))]);
    }

    private static Setting DefaultOf(string key, Option option)
    {
        var value = option.HasDefaultValue ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) : null;
        return new Setting(key, value is null ? [] : [value], "default");
    }

    private static string ChangeOf(SettingKeys keys, Setting setting) => ReloadableSettings.WordOf(keys.OptionOf(setting.Key)!);

    private static IReadOnlyList<string> Cells(Setting setting, string change) =>
        [
            setting.Key,
            setting.Values.Count == 0 ? "-" : ToolText.OneLine(string.Join(' ', setting.Values)),
            ToolText.OneLine(setting.Source),
            change,
        ];

    private static void WriteJson(Setting setting, string change) =>
        JsonLine.Write(
            Console.Out,
            json =>
            {
                json.WriteString("setting", setting.Key);
                json.WriteStrings("values", setting.Values);
                json.WriteString("from", setting.Source);
                json.WriteString("change", change);
            }
        );
}
