using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>One effect on this host: what, since when, held by whom, until when.</summary>
public sealed record EffectRecord
{
    /// <summary>What makes it one effect.</summary>
    public ActionKey Key => Order.Key;

    /// <summary>The order that was applied first; its revert gets the same.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>Where it is between wanted and gone.</summary>
    public required EffectState State { get; init; }

    /// <summary>When it was first wanted.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who wants it to stay; it ends when the last one's time is up.</summary>
    public required ImmutableArray<EffectHolder> Holders { get; init; }

    /// <summary>Where the responder has put it in place, in the responder's own words, if it has several places; or null.</summary>
    public string? Place { get; init; }

    /// <summary>How many times taking it back has failed.</summary>
    public int FailedReverts { get; init; }

    /// <summary>How many times putting it in place has failed in a row.</summary>
    public int FailedApplies { get; init; }

    /// <summary>When putting it in place, or taking it back, is tried again after a failure; or null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When it ends: the latest end of its holders; null when one of them holds it until lifted.</summary>
    public DateTimeOffset? Until =>
        Holders is [var only] ? only.Until
        : Holders.Any(static holder => holder.Until is null) ? null
        : Holders.Max(static holder => holder.Until);

    /// <summary>When something is to be done about it next: its end, or the next try after a failure; null for never.</summary>
    public DateTimeOffset? Due => RetryAt is null || (State != EffectState.Reverting && Until < RetryAt) ? Until : RetryAt;

    /// <summary>Whether two are the same in all there is to them, holders too; a store may make a new object each time it is
    /// asked.</summary>
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

    /// <summary>The response name of the holder of effects that were found in place and on no record.</summary>
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
