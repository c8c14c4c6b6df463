using System.Globalization;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Tool.Output;

/// <summary><c>explain --json</c>: one object for each line of input.</summary>
internal sealed class ExplanationJson(TextWriter output) : IExplanationWriter
{
    public void Write(ResponsePlan plan, ConfigDialect dialect) => JsonLine.Write(output, json =>
    {
        json.WriteStartObject("alert");
        json.WriteString("id", plan.Alert.Id);
        json.WriteString("ruleId", plan.Alert.RuleId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("level", plan.Alert.Level);
        json.WriteEndObject();
        json.WriteObjects("responses", plan.Responses, response =>
        {
            json.WriteString("name", ToolText.WithBytes(response.Response.Name));
            json.WriteString("command", ToolText.WithBytes(response.Response.Command.Name));
            json.WriteBoolean("fired", response.Fired);
            json.WriteStrings("because", response.Because);
            json.WriteObjects("orders", response.Orders, order => WriteOrder(json, order, dialect));
        });
    });

    public void WriteError(long line, string error) => JsonLine.Write(output, json =>
    {
        json.WriteString("error", ToolText.OneLine(error));
        json.WriteNumber("line", line);
    });

    private static void WriteOrder(Utf8JsonWriter json, PlannedOrder planned, ConfigDialect dialect)
    {
        var order = planned.Command;
        var call = ScriptCalls.Of(order, dialect);
        json.WriteString("location", Names.Of(order.Location).FirstOrDefault());
        json.WriteString("agent", order.TargetAgent);
        json.WriteString("executable", ToolText.WithBytes(order.Command.Executable));
        json.WriteString("target", order.Subject.ToString());
        json.WriteNumber("timeoutSeconds", (long)order.Timeout.TotalSeconds);
        json.WriteString("refusedBy", planned.Refusal?.By);
        json.WriteString("refusedWhy", planned.Refusal?.Why);
        json.WriteStrings("argv", call.Argv.Select(ToolText.WithBytes));
        json.WriteString("stdin", call.Stdin);
    }
}
