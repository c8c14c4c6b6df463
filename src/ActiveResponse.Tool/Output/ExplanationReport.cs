using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.ManagerQueues;
using ActiveResponse.ManagerQueues.Exact;
using ActiveResponse.Planning;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary><c>explain</c> for a person.</summary>
internal sealed class ExplanationReport(IAnsiConsole console, bool wire = false) : IExplanationWriter
{
    public void Write(ResponsePlan plan, ConfigDialect dialect)
    {
        WriteAlert(plan.Alert, plan.Responses.IsEmpty);
        foreach (var response in plan.Responses)
        {
            WriteResponse(response.Response, response.Fired, response.Because);
            foreach (var order in response.Orders)
            {
                WriteOrder(order, dialect);
            }
        }
    }

    public void Write(Alert alert, IEnumerable<VoicedResponse> responses)
    {
        var all = responses.ToList();
        WriteAlert(alert, all.Count == 0);
        foreach (var (verdict, message, refusal) in all.Select(static response => (response.Verdict, response.Message, response.Refusal)))
        {
            WriteResponse(verdict.Response, verdict.Fired, verdict.Because);
            WriteRefusal(refusal);
            WriteMessage(message);
        }
    }

    public void WriteError(long line, string error) => console.MarkupLineInterpolated($"[red]line {line}: {ToolText.OneLine(error)}[/]");

    private void WriteAlert(Alert alert, bool isAlone)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]alert {ToolText.OneLine(alert.Id)}, rule {alert.RuleId}, level {alert.Level}[/]");
        if (isAlone)
        {
            console.WriteLine("  0 responses: nothing will fire");
        }
    }

    private void WriteResponse(ResponseDefinition response, bool fired, IEnumerable<string> because)
    {
        var (word, colour) = fired ? ("fires", "green") : ("does not fire", "grey");
        console.MarkupLineInterpolated($"  [{colour}]{ToolText.OneLine(response.Name)} {word}[/]: {ToolText.OneLine(string.Join("; ", because))}");
    }

    private void WriteRefusal(OrderRefusal? refusal)
    {
        if (refusal is not null)
        {
            console.MarkupLineInterpolated($"      [yellow]refused by {refusal.By}: {ToolText.OneLine(refusal.Why)}[/]");
        }
    }

    private void WriteMessage(QueueMessage? message)
    {
        if (message is { } sent)
        {
            console.WriteLine(ToolText.OneLine($"      to {sent.QueueName}: {ToolText.OfBytes(sent.Bytes.Span)}"));
        }
    }

    private void WriteOrder(PlannedOrder planned, ConfigDialect dialect)
    {
        var order = planned.Command;
        var where = order.TargetAgent is { } agent ? $"{Names.Of(order.Location).First()} (agent {agent})" : Names.Of(order.Location).First();
        console.WriteLine(ToolText.OneLine($"    {order.Command.Executable} {order.Subject} at {where}, {ToolText.Timeout(order.Timeout)}"));
        var (message, problem) = wire && planned.Refusal is null ? WireText.Of(order, dialect) : default;
        if ((planned.Refusal ?? (problem is null ? null : new OrderRefusal(WireText.Refuser, problem))) is { } refusal)
        {
            WriteRefusal(refusal);
            return;
        }

        if (wire)
        {
            WriteMessage(message);
            return;
        }

        var call = ScriptCalls.Of(order, dialect);
        console.WriteLine(ToolText.OneLine($"      argv: {string.Join(' ', call.Argv)}"));
        if (call.Stdin is { } stdin)
        {
            console.WriteLine(ToolText.OneLine($"      stdin: {stdin}"));
        }
    }
}
