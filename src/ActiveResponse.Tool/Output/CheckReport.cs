using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>check</c> for a person.</summary>
internal static class CheckReport
{
    public static void Write(IReport report, ConfigParseResult result)
    {
        Problems.Write(report, result.Problems);
        var config = result.Config;
        WriteResponses(report, config);
        if (config.RepeatedOffenders.Steps.Length > 0)
        {
            report.Line(
                $"repeat offenders: {string.Join(", ", config.RepeatedOffenders.Steps.Select(static step => $"{step.TotalMinutes:0} min"))}"
            );
        }

        if (config.AllowList.Entries.Length > 0)
        {
            report.Line(
                "allow list: "
                    + $"{Safe(string.Join(", ", config.AllowList.Entries.Select(static entry => (entry.Negated ? "!" : "") + entry.Text)))}"
            );
        }

        WriteVerdict(report, result);
    }

    private static void WriteResponses(IReport report, ActiveResponseConfig config)
    {
        if (config.Responses.IsEmpty)
        {
            report.Line("0 responses: nothing will fire");
            return;
        }

        report.Table(["response", "executable", "runs at", "fires on", "lasts"], [.. config.Responses.Select(Row)]);
        if (config.Disabled)
        {
            report.Line("active response is disabled on this host (on a manager: for all agents as well): nothing will fire");
        }
    }

    private static void WriteVerdict(IReport report, ConfigParseResult result)
    {
        var daemon = result.Config.Dialect == ConfigDialect.Ossec ? "OSSEC" : "Wazuh";
        var errors = result.Problems.Count(static problem => problem.Severity == ConfigSeverity.Error);
        var warnings = result.Problems.Length - errors;
        var verdict = result.Accepted ? $"{daemon} accepts this configuration" : $"{daemon} refuses this configuration";
        report.Line(
            $"{verdict}{(result.IsAgentHost ? " on an agent" : "")}: {Count(errors, "error")}, {Count(warnings, "warning")}",
            result.HasErrors ? "red" : "green"
        );
    }

    private static string[] Row(ResponseDefinition response) =>
        [
            Safe(response.Name),
            Safe(response.Command.Executable),
            Safe(string.Join(',', Names.Of(response.Locations))),
            Safe(FiresOn(response)),
            response.Timeout == TimeSpan.Zero ? "until lifted" : $"{response.Timeout.TotalSeconds:0} s",
        ];

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

    private static string Safe(string text) => ToolText.OneLine(ToolText.WithBytes(text));
}
