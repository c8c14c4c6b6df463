using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Ossec.ManagerQueues.Exact;
using ActiveResponse.Planning;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>explain</c> for a person.</summary>
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

    public void Write(Alert alert, IEnumerable<AnalysisdResponse> responses)
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

    public void WriteError(long line, string error) => console.Print($"line {line}: {ToolText.OneLine(error)}", "red");

    private void WriteAlert(Alert alert, bool isAlone)
    {
        console.Print(
            string.Create(CultureInfo.InvariantCulture, $"alert {ToolText.OneLine(alert.Id)}, rule {alert.RuleId}, level {alert.Level}"),
            "bold"
        );
        if (isAlone)
        {
            console.Print("  0 responses: nothing will fire");
        }
    }

    private void WriteResponse(ResponseDefinition response, bool fired, IEnumerable<string> because)
    {
        var (word, colour) = fired ? ("fires", "green") : ("does not fire", "grey");
        var head = $"  {ToolText.OneLine(response.Name)} {word}";
        console.Print($"{head}: {ToolText.OneLine(string.Join("; ", because))}", colour, ..head.Length);
    }

    private void WriteRefusal(OrderRefusal? refusal)
    {
        if (refusal is not null)
        {
            console.Print($"      refused by {refusal.By}: {ToolText.OneLine(refusal.Why)}", "yellow");
        }
    }

    private void WriteMessage(QueueMessage? message)
    {
        if (message is { } sent)
        {
            console.Print(ToolText.OneLine($"      to {sent.QueueName}: {ToolText.OfBytes(sent.Bytes.Span)}"));
        }
    }

    private void WriteOrder(PlannedOrder planned, ConfigDialect dialect)
    {
        var order = planned.Order;
        var where = order.TargetAgent is { } agent
            ? $"{Names.Of(order.Location).First()} (agent {agent})"
            : Names.Of(order.Location).First();
        console.Print(ToolText.OneLine($"    {order.Command.Executable} {order.Subject} at {where}, {ToolText.Timeout(order.Timeout)}"));
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
        console.Print(ToolText.OneLine($"      argv: {string.Join(' ', call.Argv)}"));
        if (call.Stdin is { } stdin)
        {
            console.Print(ToolText.OneLine($"      stdin: {stdin}"));
        }
    }
}
