using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Shows effects.</summary>
internal static class EffectItems
{
    public static EffectItem Of(EffectRecord effect, DateTimeOffset now, string? needs = null)
    {
        var origin = OriginOf(effect);
        var noted = NotedOf(effect);
        return new EffectItem
        {
            Id = EffectIds.Of(effect.Key),
            Target = ShownText.Of(effect.Key.Subject),
            Kind = KindOf(effect.Key.Subject),
            Responder = ShownText.Of(effect.Key.Responder),
            State = StateOf(effect),
            Since = effect.Since,
            Until = effect.Until,
            SecondsLeft = effect.Until is { } until ? (long)Math.Max(0, Math.Ceiling((until - now).TotalSeconds)) : null,
            Place = ShownText.OrNull(EffectPlaces.Write(EffectPlaces.Read(effect.Place))),
            Needs = ShownText.OrNull(needs),
            HeldBy = [.. effect.Holders.Select(static holder => ShownText.Of(holder.ResponseName))],
            Offense = effect.Holders.IsEmpty ? 0 : effect.Holders.Max(static holder => holder.Offense),
            RuleId = origin.RuleId,
            Level = origin.Level,
            AlertId = ShownText.Of(origin.AlertId),
            Agent = ShownText.OrNull(origin.AgentName ?? origin.AgentId),
            Reason = ShownText.OrNull(noted?.Reason),
            By = ShownText.OrNull(noted?.By),
            ConfigVersion = origin.ConfigVersion,
            FailedApplies = effect.FailedApplies,
            FailedReverts = effect.FailedReverts,
            RetryAt = effect.RetryAt,
        };
    }

    /// <summary>The origin of the holder that keeps the effect: the last to end.</summary>
    public static ResponseOrigin OriginOf(EffectRecord effect) =>
        effect.Holders.OrderBy(static holder => holder.Until ?? DateTimeOffset.MaxValue).LastOrDefault()?.Origin ?? effect.Order.Origin;

    /// <summary>The origin with a reason or a name to show: of the holder that keeps the effect, or else the last that has one.</summary>
    public static ResponseOrigin? NotedOf(EffectRecord effect) =>
        OriginOf(effect) is var origin && IsNoted(origin)
            ? origin
            : effect.Holders.Select(static holder => holder.Origin).LastOrDefault(IsNoted);

    /// <summary>Whether an alert of a rule has caused an effect.</summary>
    public static bool HasRule(EffectRecord effect, long rule) =>
        effect.Holders.Any(holder => holder.Origin.RuleId == rule) || (effect.Holders.IsEmpty && effect.Order.Origin.RuleId == rule);

    private static bool IsNoted(ResponseOrigin origin) => origin.By is not null || origin.Reason is not null;

    /// <summary>Its state, as one word.</summary>
    public static string StateOf(EffectRecord effect) =>
        effect switch
        {
            { FailedReverts: > 0, State: EffectState.Reverting } or { FailedApplies: > 0, State: EffectState.Planned } => "failed",
            { State: EffectState.Applied, RetryAt: null } => "active",
            { State: EffectState.Applied } => "failed",
            { State: EffectState.Planned } => "pending",
            _ => "lifting",
        };

    private static string KindOf(Subject subject) =>
        subject switch
        {
            { Kinds: SubjectKinds.Address, Address.IsSingleAddress: true } => "address",
            { Kinds: SubjectKinds.Address } => "network",
            { Kinds: SubjectKinds.User } => "user",
            { Kinds: SubjectKinds.File } => "file",
            _ => "other",
        };
}
