using System.Globalization;
using System.Text.Json;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Ossec.ManagerQueues.Exact;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>explain --json</c>: one object per line of input.</summary>
internal sealed class ExplanationJson(TextWriter output, bool wire = false) : IExplanationWriter
{
    public void Write(ResponsePlan plan, ConfigDialect dialect) =>
        JsonLine.Write(
            output,
            json =>
            {
                WriteAlert(json, plan.Alert);
                json.WriteObjects(
                    "responses",
                    plan.Responses,
                    response =>
                    {
                        WriteResponse(json, response.Response, response.Fired, response.Because);
                        json.WriteObjects("orders", response.Orders, order => WriteOrder(json, order, dialect));
                    }
                );
            }
        );

    public void Write(Alert alert, IEnumerable<AnalysisdResponse> responses) =>
        JsonLine.Write(
            output,
            json =>
            {
                WriteAlert(json, alert);
                json.WriteObjects(
                    "responses",
                    responses,
                    response =>
                    {
                        var verdict = response.Verdict;
                        WriteResponse(json, verdict.Response, verdict.Fired, verdict.Because);
                        json.WriteObjects(
                            "orders",
                            verdict.Fired ? [response] : Array.Empty<AnalysisdResponse>(),
                            order => WriteOrder(json, order)
                        );
                    }
                );
            }
        );

    public void WriteError(long line, string error) =>
        JsonLine.Write(
            output,
            json =>
            {
                json.WriteString("error", ToolText.OneLine(error));
                json.WriteNumber("line", line);
            }
        );

    private static void WriteAlert(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("alert");
        json.WriteString("id", alert.Id);
        json.WriteString("ruleId", alert.RuleId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("level", alert.Level);
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, ResponseDefinition response, bool fired, IEnumerable<string> because)
    {
        json.WriteString("name", ToolText.WithBytes(response.Name));
        json.WriteString("command", ToolText.WithBytes(response.Command.Name));
        json.WriteBoolean("fired", fired);
        json.WriteStrings("because", because);
    }

    private static void WriteOrder(Utf8JsonWriter json, AnalysisdResponse voiced)
    {
        var response = voiced.Verdict.Response;
        json.WriteString("location", Names.Of(voiced.Location).FirstOrDefault());
        json.WriteString("agent", voiced.Agent is { } agent ? ToolText.WithBytes(agent) : null);
        json.WriteString("executable", ToolText.WithBytes(response.Command.Executable));
        json.WriteString("target", ToolText.WithBytes(voiced.Target));
        json.WriteNumber("timeoutSeconds", (long)response.Timeout.TotalSeconds);
        json.WriteString("refusedBy", voiced.Refusal?.By);
        json.WriteString("refusedWhy", voiced.Refusal?.Why);
        WriteMessage(json, voiced.Message);
    }

    // An order that isn't sent has neither member.
    private static void WriteMessage(Utf8JsonWriter json, QueueMessage? message)
    {
        if (message is { } sent)
        {
            json.WriteString("queue", sent.QueueName);
            json.WriteString("message", ToolText.OfBytes(sent.Bytes.Span));
        }
    }

    private void WriteOrder(Utf8JsonWriter json, PlannedOrder planned, ConfigDialect dialect)
    {
        var order = planned.Order;
        var call = ScriptCalls.Of(order, dialect);
        var (message, problem) = wire && planned.Refusal is null ? WireText.Of(order, dialect) : default;
        json.WriteString("location", Names.Of(order.Location).FirstOrDefault());
        json.WriteString("agent", order.TargetAgent);
        json.WriteString("executable", ToolText.WithBytes(order.Command.Executable));
        json.WriteString("target", ToolText.WithBytes(order.Subject.ToString()));
        json.WriteNumber("timeoutSeconds", (long)order.Timeout.TotalSeconds);
        json.WriteString("refusedBy", problem is null ? planned.Refusal?.By : WireText.Refuser);
        json.WriteString("refusedWhy", problem ?? planned.Refusal?.Why);
        json.WriteStrings("argv", call.Argv.Select(ToolText.WithBytes));
        json.WriteString("stdin", call.Stdin);
        WriteMessage(json, message);
    }
}
