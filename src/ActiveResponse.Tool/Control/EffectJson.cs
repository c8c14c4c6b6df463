using System.Text.Json;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>One effect in the output of <c>list</c>.</summary>
internal static class EffectJson
{
    public static void Write(Utf8JsonWriter json, EffectRecord effect, DateTimeOffset now, string? needs)
    {
        var (origin, noted) = (EffectItems.OriginOf(effect), EffectItems.NotedOf(effect));
        json.WriteString("target", ToolText.WithBytes(effect.Key.Subject.ToString()));
        json.WriteString("responder", effect.Key.Responder);
        json.WriteString("state", EffectItems.StateOf(effect));
        json.WriteString("since", effect.Since);
        json.WriteOptional("until", effect.Until);
        if (effect.Until is { } until)
        {
            json.WriteNumber("secondsLeft", Math.Max(0, Math.Ceiling((until - now).TotalSeconds)));
        }

        json.WriteString("place", EffectPlaces.Write(EffectPlaces.Read(effect.Place)));
        if (needs is not null)
        {
            json.WriteString("needs", needs);
        }

        json.WriteStrings("heldBy", effect.Holders.Select(static holder => holder.ResponseName));
        json.WriteNumber("offense", effect.Holders.IsEmpty ? 0 : effect.Holders.Max(static holder => holder.Offense));
        json.WriteNumber("ruleId", origin.RuleId);
        json.WriteNumber("level", origin.Level);
        json.WriteString("alertId", origin.AlertId);
        json.WriteString("agent", origin.AgentName ?? origin.AgentId);
        json.WriteString("reason", noted?.Reason);
        json.WriteString("by", noted?.By);
        json.WriteString("configVersion", origin.ConfigVersion);
        json.WriteNumber("failedApplies", effect.FailedApplies);
        json.WriteNumber("failedReverts", effect.FailedReverts);
        json.WriteOptional("retryAt", effect.RetryAt);
    }

    /// <summary>What an effect that couldn't be reverted needs: its place.</summary>
    public static string? PlaceNeeded(EffectRecord effect) =>
        effect is { FailedReverts: > 0, State: EffectState.Reverting } ? EffectPlaces.Describe(effect.Place) : null;
}
