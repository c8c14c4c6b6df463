using ActiveResponse.Planning;

namespace ActiveResponse.State.Compact;

/// <summary>
/// Common part of many effects: order and holder without subject, times and alert. A record, so that no property of an order can be missed.
/// </summary>
/// <param name="Order">The order without subject and alert.</param>
/// <param name="Holder">Response that holds the effect.</param>
/// <param name="HolderOrigin">Origin of the holder, without the alert; the order's own object if equal.</param>
/// <param name="Place">Where the responder put it.</param>
internal sealed record EffectTemplate(ResponseOrder Order, string Holder, ResponseOrigin HolderOrigin, string? Place)
{
    public static EffectTemplate Of(EffectRecord effect, EffectHolder holder)
    {
        var origin = effect.Order.Origin with { AlertId = "" };
        var holders = ReferenceEquals(holder.Origin, effect.Order.Origin) ? origin : holder.Origin with { AlertId = "" };
        return new EffectTemplate(
            effect.Order with
            {
                Subject = Subject.None,
                Origin = origin,
            },
            holder.ResponseName,
            holders == origin ? origin : holders,
            effect.Place
        );
    }

    /// <summary>Whether an effect has this template: <see cref="Of"/> would return an equal one.</summary>
    public bool IsOf(EffectRecord effect, EffectHolder holder) =>
        Holder == holder.ResponseName
        && Place == effect.Place
        && IsSame(Order, effect.Order)
        && IsSame(Order.Origin, effect.Order.Origin)
        && (
            ReferenceEquals(holder.Origin, effect.Order.Origin)
                ? ReferenceEquals(HolderOrigin, Order.Origin)
                : IsSame(HolderOrigin, holder.Origin)
        );

    private static bool IsSame(ResponseOrder one, ResponseOrder other) =>
        one.ResponseName == other.ResponseName
        && one.Command == other.Command
        && one.Responder == other.Responder
        && one.Location == other.Location
        && one.TargetAgent == other.TargetAgent
        && one.RunsHere == other.RunsHere
        && one.RunsElsewhere == other.RunsElsewhere
        && one.Timeout == other.Timeout;

    private static bool IsSame(ResponseOrigin one, ResponseOrigin other) =>
        one.RuleId == other.RuleId
        && one.Level == other.Level
        && one.AgentId == other.AgentId
        && one.AgentName == other.AgentName
        && one.Location == other.Location
        && one.ConfigVersion == other.ConfigVersion
        && one.Sender == other.Sender
        && one.Reason == other.Reason
        && one.By == other.By
        && one.AlertJson.Equals(other.AlertJson);

    /// <summary>Expands an entry to an effect.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="holdersAlert">Alert of the holder, if it differs from the order's.</param>
    public EffectRecord Fill(in EffectEntry entry, PackedText? holdersAlert)
    {
        var origin = Order.Origin with { AlertId = entry.Alert.ToString() };
        var holders = origin;
        if (holdersAlert is { } alert)
        {
            holders = HolderOrigin with { AlertId = alert.ToString() };
        }
        else if (!ReferenceEquals(HolderOrigin, Order.Origin))
        {
            holders = HolderOrigin with { AlertId = origin.AlertId };
        }
        return new EffectRecord
        {
            Order = Order with { Subject = Subject.Of(entry.Key.Address), Origin = origin },
            State = entry.State,
            Since = new DateTimeOffset(entry.Since, TimeSpan.Zero),
            Holders = [new EffectHolder(Holder, entry.End, entry.Offense, holders)],
            Place = Place,
        };
    }
}
