using ActiveResponse.Configuration;
using ActiveResponse.Responders;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Shows sources.</summary>
internal static class SourceItems
{
    public static SourceItem Of(IntakeSource source) =>
        new()
        {
            Path = ShownText.Of(source.Name),
            State = StateOf(source),
            Trouble = ShownText.OrNull(source.Trouble),
            Lines = source.Statistics.Lines,
            Alerts = source.Statistics.Alerts,
            Skipped = source.Statistics.Skipped,
            LastReadAt = source.LastAt,
        };

    private static string StateOf(IntakeSource source)
    {
        if (source.HasEnded)
        {
            return "ended";
        }

        return source.Trouble is null ? "reading" : "waiting";
    }
}

/// <summary>Shows the findings of a health check.</summary>
internal static class HealthItems
{
    // Without them nothing new is blocked.
    private static readonly string[] Vital = ["store", "firewall", "kill switch"];

    public static HealthState Of(HealthReport report) =>
        new(
            StatusOf(report),
            [
                .. report.Findings.Select(static finding => new HealthItem(
                    ShownText.Of(finding.Check),
                    finding.IsFine ? "ok" : "error",
                    ShownText.Of(finding.Detail)
                )),
            ]
        );

    public static string StatusOf(HealthReport report)
    {
        if (report.IsHealthy)
        {
            return "healthy";
        }

        return report.Findings.Any(static finding => !finding.IsFine && Vital.Contains(finding.Check)) ? "unhealthy" : "degraded";
    }
}

/// <summary>Shows what is wrong with a configuration.</summary>
internal static class ConfigProblems
{
    public static ProblemsReply Of(string? file, ConfigParseResult? read, IEnumerable<BindingProblem> bindings) =>
        new(
            ShownText.OrNull(file),
            [
                .. (read?.Problems ?? []).Select(static problem => new ProblemItem(
                    problem.Severity == ConfigSeverity.Error ? "error" : "warning",
                    problem.Line,
                    problem.Column,
                    problem.Element,
                    ShownText.Of(problem.Message)
                )),
                .. bindings.Select(static problem => new ProblemItem("error", 0, 0, problem.Response.Name, ShownText.Of(problem.Why))),
            ]
        );
}
