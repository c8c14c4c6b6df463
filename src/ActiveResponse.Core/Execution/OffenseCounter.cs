using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Counts a subject's offenses and says how long its block lasts for it.</summary>
internal sealed class OffenseCounter(Func<RepeatedOffenders> ladder, ExecutionOptions options)
{
    /// <summary>The record after one more alert.</summary>
    /// <param name="previous">The subject's record so far, or null.</param>
    /// <param name="order">The order of the alert.</param>
    /// <param name="isInPlace">Whether the effect is in place: then the alert belongs to the offense that put it there.</param>
    /// <param name="now">The time.</param>
    public OffenseRecord Next(OffenseRecord? previous, ResponseOrder order, bool isInPlace, DateTimeOffset now)
    {
        var alertId = order.Origin.AlertId;
        if (previous is null || (!isInPlace && now - previous.LastAt > options.OffenseDecay))
        {
            return new OffenseRecord(order.Key, 1, now, alertId);
        }

        var counts =
            options.OffenseCounting == OffenseCounting.PerAlert || (!isInPlace && (alertId.Length == 0 || alertId != previous.LastAlertId));
        return previous with { Count = previous.Count + (counts ? 1 : 0), LastAt = now, LastAlertId = alertId };
    }

    /// <summary>The offense that an effect on record was begun with, where that isn't counted yet.</summary>
    /// <remarks>Its first try failed, or the process ended before it was confirmed.</remarks>
    public static OffenseRecord? WithRecord(OffenseRecord? counted, EffectRecord effect)
    {
        var begun = effect.Holders.MaxBy(static holder => holder.Offense);
        return begun is null || begun.Offense <= (counted?.Count ?? 0)
            ? counted
            : new OffenseRecord(
                effect.Key,
                begun.Offense,
                effect.Since > counted?.LastAt ? effect.Since : counted?.LastAt ?? effect.Since,
                begun.Origin.AlertId
            );
    }

    /// <summary>When a block of this offense ends; null for never. Who says by hand for how long means it, whatever the subject has done
    /// before.</summary>
    public DateTimeOffset? EndOf(ResponseOrder order, OffenseRecord offense, DateTimeOffset now) =>
        order.Timeout == TimeSpan.Zero
            ? null
            : After(now, order.IsByHand ? order.Timeout : ladder().TimeoutOf(order.Timeout, offense.Count));

    // No timeout, however long or negative, may leave the range of the calendar.
    private static DateTimeOffset After(DateTimeOffset now, TimeSpan timeout) =>
        timeout <= TimeSpan.Zero ? now
        : timeout < DateTimeOffset.MaxValue - now ? now + timeout
        : DateTimeOffset.MaxValue;
}
