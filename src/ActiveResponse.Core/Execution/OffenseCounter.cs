using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Counts a subject's offenses and determines the duration of its block.</summary>
internal sealed class OffenseCounter(Func<RepeatedOffenders> ladder, ExecutionOptions options)
{
    /// <summary>Returns the record after one more alert.</summary>
    /// <param name="previous">The subject's record so far, or null.</param>
    /// <param name="order">The alert's order.</param>
    /// <param name="isInPlace">Whether the effect is in place: then the alert belongs to the offense that caused it.</param>
    /// <param name="now">The current time.</param>
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

    /// <summary>Returns the offense that a recorded effect began with, if it isn't counted yet.</summary>
    /// <remarks>Its first attempt failed, or the process ended before confirming it.</remarks>
    public static OffenseRecord? WithRecord(OffenseRecord? counted, EffectRecord effect)
    {
        var begun = effect.Holders.MaxBy(static holder => holder.Offense);
        if (begun is null || begun.Offense <= (counted?.Count ?? 0))
        {
            return counted;
        }

        var lastAt = effect.Since < counted?.LastAt ? counted.LastAt : effect.Since;
        return new OffenseRecord(effect.Key, begun.Offense, lastAt, begun.Origin.AlertId);
    }

    /// <summary>
    /// Returns when a block of this offense ends; null for never. A duration given by hand is used as is, whatever the subject's offenses.
    /// </summary>
    public DateTimeOffset? EndOf(ResponseOrder order, OffenseRecord offense, DateTimeOffset now)
    {
        if (order.Timeout == TimeSpan.Zero)
        {
            return null;
        }

        return After(now, order.IsByHand ? order.Timeout : ladder().TimeoutOf(order.Timeout, offense.Count));
    }

    // No timeout, however long or negative, may leave the range of dates.
    private static DateTimeOffset After(DateTimeOffset now, TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return now;
        }

        return timeout < DateTimeOffset.MaxValue - now ? now + timeout : DateTimeOffset.MaxValue;
    }
}
