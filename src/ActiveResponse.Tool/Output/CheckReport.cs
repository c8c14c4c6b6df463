using ActiveResponse.Configuration;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The answer of <c>check</c> for a person.</summary>
internal static class CheckReport
{
    public static void Write(IAnsiConsole console, ConfigParseResult result)
    {
        Problems.Write(console, result.Problems);
        var config = result.Config;
        WriteResponses(console, config);
        if (config.RepeatedOffenders.Steps.Length > 0)
        {
            console.WriteLine($"repeat offenders: {string.Join(", ", config.RepeatedOffenders.Steps.Select(static step => $"{step.TotalMinutes:0} min"))}");
        }

        if (config.AllowList.Entries.Length > 0)
        {
            console.WriteLine($"allow list: {Safe(string.Join(", ", config.AllowList.Entries.Select(static entry => (entry.Negated ? "!" : "") + entry.Text)))}");
        }

        WriteVerdict(console, result);
    }

    private static void WriteResponses(IAnsiConsole console, ActiveResponseConfig config)
    {
        if (config.Responses.IsEmpty)
        {
            console.WriteLine("0 responses: nothing will fire");
            return;
        }

        var table = new Table { Border = ToolConsole.IsTerminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumns("response", "executable", "runs at", "fires on", "lasts");
        foreach (var response in config.Responses)
        {
            table.AddRow(
                Cell(response.Name), Cell(response.Command.Executable), Cell(string.Join(',', Names.Of(response.Locations))), Cell(FiresOn(response)),
                Cell(response.Timeout == TimeSpan.Zero ? "until lifted" : $"{response.Timeout.TotalSeconds:0} s"));
        }

        console.Write(table);
        if (config.Disabled)
        {
            console.WriteLine("active response is disabled on this host (on a manager: for all agents as well): nothing will fire");
        }
    }

    private static void WriteVerdict(IAnsiConsole console, ConfigParseResult result)
    {
        var daemon = result.Config.Dialect == ConfigDialect.Ossec ? "OSSEC" : "Wazuh";
        var errors = result.Problems.Count(static problem => problem.Severity == ConfigSeverity.Error);
        var warnings = result.Problems.Length - errors;
        var verdict = result.Accepted ? $"{daemon} accepts this configuration" : $"{daemon} refuses this configuration";
        console.MarkupLineInterpolated($"[{(result.HasErrors ? "red" : "green")}]{verdict}: {Count(errors, "error")}, {Count(warnings, "warning")}[/]");
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string FiresOn(ResponseDefinition response)
    {
        var conditions = new List<string>();
        if (response.Level is { } level)
        {
            conditions.Add($"level {level}+");
        }

        if (response.RulesGroup is { } group)
        {
            conditions.Add($"group {group}");
        }

        if (response.RulesIdText is { } ids)
        {
            conditions.Add($"rule {ids}");
        }

        return conditions.Count == 0 ? "never" : string.Join("; ", conditions);
    }

    private static Text Cell(string text) => new(Safe(text));

    private static string Safe(string text) => ToolText.OneLine(ToolText.WithBytes(text));
}
