using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Shows actions.</summary>
internal static class ActionItems
{
    public static ActionItem Of(ExecutedAction action)
    {
        var order = action.Order;
        return new ActionItem
        {
            Id = EffectIds.Of(order.Key),
            At = action.At,
            Verb = action.Verb == ActionVerb.Revert ? "revert" : "apply",
            Outcome = action.Outcome.Name(),
            Target = ShownText.Of(order.Subject),
            Responder = ShownText.Of(order.Responder),
            Response = ShownText.Of(order.ResponseName),
            RuleId = order.Origin.RuleId,
            AlertId = ShownText.Of(order.Origin.AlertId),
            Agent = ShownText.OrNull(order.Origin.AgentName ?? order.Origin.AgentId),
            Offense = action.Offense,
            Until = action.Until,
            Detail = ShownText.OrNull(action.Detail),
            Reason = ShownText.OrNull(action.Note?.Reason),
            By = ShownText.OrNull(action.Note?.By),
        };
    }

    public static ActionItem Of(HistoryEntry entry) =>
        new()
        {
            Id = EffectIds.Of(new(entry.Responder, entry.Subject)),
            At = entry.At,
            Verb = entry.IsRevert ? "revert" : "apply",
            Outcome = entry.Outcome.Name(),
            Target = ShownText.Of(entry.Subject),
            Responder = ShownText.Of(entry.Responder),
            Response = ShownText.Of(entry.ResponseName),
            RuleId = entry.RuleId,
            AlertId = ShownText.Of(entry.AlertId),
            Agent = ShownText.OrNull(entry.AgentName ?? entry.AgentId),
            Offense = entry.Offense,
            Until = entry.Until,
            Detail = ShownText.OrNull(entry.Detail),
            Reason = ShownText.OrNull(entry.Reason),
            By = ShownText.OrNull(entry.By),
        };

    /// <summary>What one of several targets can't have.</summary>
    public static ActionItem Failed(string verb, string? target, string why) =>
        new()
        {
            Verb = verb,
            Outcome = "failed",
            Target = ShownText.Of(target),
            Detail = ShownText.Of(why),
        };
}
