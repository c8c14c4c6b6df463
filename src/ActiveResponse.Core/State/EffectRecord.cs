using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>One effect on this host: its order, state, holders and end.</summary>
public sealed record EffectRecord
{
    /// <summary>Key of the effect.</summary>
    public ActionKey Key => Order.Key;

    /// <summary>Order that was applied first; the revert gets the same.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>State between wanted and gone.</summary>
    public required EffectState State { get; init; }

    /// <summary>When it was first wanted.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Responses that hold it; it ends with the last of them.</summary>
    public required ImmutableArray<EffectHolder> Holders { get; init; }

    /// <summary>Where the responder put it, in the responder's own words, if it has several places; or null.</summary>
    public string? Place { get; init; }

    /// <summary>Number of failed reverts.</summary>
    public int FailedReverts { get; init; }

    /// <summary>Number of consecutive failed applies.</summary>
    public int FailedApplies { get; init; }

    /// <summary>When a failed apply or revert is retried; or null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When it ends: the latest end of its holders; null if one of them holds it until lifted.</summary>
    public DateTimeOffset? Until
    {
        get
        {
            if (Holders is [var only])
            {
                return only.Until;
            }

            return Holders.Any(static holder => holder.Until is null) ? null : Holders.Max(static holder => holder.Until);
        }
    }

    /// <summary>When the next action is due: its end, or the retry after a failure; null for never.</summary>
    public DateTimeOffset? Due => RetryAt is null || (State != EffectState.Reverting && Until < RetryAt) ? Until : RetryAt;

    /// <summary>Compares all properties, holders too: a store may return a new object each time.</summary>
    public bool Equals(EffectRecord? other) =>
        other is not null
        && (
            ReferenceEquals(this, other)
            || (
                State == other.State
                && Since == other.Since
                && Place == other.Place
                && FailedReverts == other.FailedReverts
                && FailedApplies == other.FailedApplies
                && RetryAt == other.RetryAt
                && Order == other.Order
                && Holders.AsSpan().SequenceEqual(other.Holders.AsSpan())
            )
        );

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, State, Since, Until);

    /// <summary>Holder of effects that were found in place without a record.</summary>
    internal const string FoundHolder = "recovered";

    internal bool IsOnlyFound => Holders is [{ ResponseName: FoundHolder }];

    internal bool IsTriedAgain(DateTimeOffset now) => State != EffectState.Reverting && RetryAt <= now;

    internal EffectRecord With(EffectHolder holder)
    {
        if (Holders.IsEmpty)
        {
            return this with { Holders = [holder] };
        }

        // A shorter alert never shortens: the same response keeps the later of its two ends.
        var previous = Holders.FirstOrDefault(other => other.ResponseName == holder.ResponseName);
        var kept = previous is null || IsLater(holder.Until, previous.Until) ? holder : previous;
        return this with { Holders = [.. Holders.Where(other => other.ResponseName != holder.ResponseName), kept] };
    }

    private static bool IsLater(DateTimeOffset? left, DateTimeOffset? right) => right is not null && (left is null || left >= right);
}
