namespace ActiveResponse.Tool.Control;

/// <summary>Reports the health of a running agent, one line per check.</summary>
internal sealed class HealthReply(ActiveResponseEngine engine, string? stateFile)
{
    public async Task RunAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        await WriteAsync(answer, "agent", true, $"running, process {Environment.ProcessId}");
        foreach (var finding in (await engine.CheckHealthAsync(cancellationToken)).Findings)
        {
            var isOfFile = finding is { Check: "store", IsFine: true } && stateFile is not null;
            await WriteAsync(answer, finding.Check, finding.IsFine, isOfFile ? $"{stateFile} can be written" : finding.Detail);
        }
    }

    public static async ValueTask WriteAsync(ReplyWriter answer, HealthReport report)
    {
        foreach (var finding in report.Findings)
        {
            await WriteAsync(answer, finding.Check, finding.IsFine, finding.Detail);
        }
    }

    public static ValueTask WriteAsync(ReplyWriter answer, string check, bool isFine, string detail) =>
        answer.LineAsync(json =>
        {
            json.WriteString("check", check);
            json.WriteBoolean("ok", isFine);
            json.WriteString("detail", detail);
        });
}
