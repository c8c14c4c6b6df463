using System.Text.Json;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>One past action, in the output of <c>history</c> and the commands that change something.</summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, HistoryEntry entry)
    {
        json.WriteString("at", entry.At);
        json.WriteString("verb", entry.IsRevert ? "revert" : "apply");
        json.WriteString("outcome", entry.Outcome.Name());
        json.WriteString("target", ToolText.WithBytes(entry.Subject.ToString()));
        json.WriteString("responder", entry.Responder);
        json.WriteString("response", entry.ResponseName);
        json.WriteNumber("ruleId", entry.RuleId);
        json.WriteString("alertId", entry.AlertId);
        json.WriteString("agent", entry.AgentName ?? entry.AgentId);
        json.WriteNumber("offense", entry.Offense);
        json.WriteOptional("until", entry.Until);
        json.WriteString("reason", entry.Reason);
        json.WriteString("by", entry.By);
        json.WriteString("detail", entry.Detail);
    }

    public static void Write(Utf8JsonWriter json, ExecutedAction action)
    {
        json.WriteString("at", action.At);
        json.WriteString("verb", action.Verb == ActionVerb.Revert ? "revert" : "apply");
        json.WriteString("outcome", action.Outcome.Name());
        json.WriteString("target", ToolText.WithBytes(action.Order.Subject.ToString()));
        json.WriteString("responder", action.Order.Responder);
        json.WriteString("response", action.Order.ResponseName);
        json.WriteOptional("until", action.Until);
        json.WriteString("reason", action.Note?.Reason);
        json.WriteString("by", action.Note?.By);
        json.WriteString("detail", action.Detail);
    }
}
