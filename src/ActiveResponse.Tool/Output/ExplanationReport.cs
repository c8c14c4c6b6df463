using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary><c>explain</c> for a person.</summary>
internal sealed class ExplanationReport(IAnsiConsole console) : IExplanationWriter
{
    public void Write(ResponsePlan plan, ConfigDialect dialect)
    {
        var alert = plan.Alert;
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]alert {ToolText.OneLine(alert.Id)}, rule {alert.RuleId}, level {alert.Level}[/]");
        if (plan.Responses.IsEmpty)
        {
            console.WriteLine("  0 responses: nothing will fire");
        }

        foreach (var response in plan.Responses)
        {
            var (word, colour) = response.Fired ? ("fires", "green") : ("does not fire", "grey");
            console.MarkupLineInterpolated($"  [{colour}]{ToolText.OneLine(response.Response.Name)} {word}[/]: {ToolText.OneLine(string.Join("; ", response.Because))}");
            foreach (var order in response.Orders)
            {
                WriteOrder(order, dialect);
            }
        }
    }

    public void WriteError(long line, string error) => console.MarkupLineInterpolated($"[red]line {line}: {ToolText.OneLine(error)}[/]");

    private void WriteOrder(PlannedOrder planned, ConfigDialect dialect)
    {
        var order = planned.Command;
        var where = order.TargetAgent is { } agent ? $"{Names.Of(order.Location).First()} (agent {agent})" : Names.Of(order.Location).First();
        console.WriteLine(ToolText.OneLine($"    {order.Command.Executable} {order.Subject} at {where}, {ToolText.Timeout(order.Timeout)}"));
        if (planned.Refusal is { } refusal)
        {
            console.MarkupLineInterpolated($"      [yellow]refused by {refusal.By}: {ToolText.OneLine(refusal.Why)}[/]");
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
