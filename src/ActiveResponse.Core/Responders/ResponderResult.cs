using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>The result of one attempt. The factory methods cover all outcomes a responder can have.</summary>
public sealed record ResponderResult
{
    // The most frequent results of large batches are shared.
    private static readonly ResponderResult PlainlyApplied = new(ActionOutcome.Applied, null);
    private static readonly ResponderResult PlainlyLifted = new(ActionOutcome.Lifted, null);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private ResponderResult(ActionOutcome outcome, string? detail)
    {
        Outcome = outcome;
        Detail = detail;
    }

    /// <summary>The outcome.</summary>
    public ActionOutcome Outcome { get; }

    /// <summary>A detail in one line, or null.</summary>
    public string? Detail { get; }

    /// <summary>Whether an apply that didn't succeed may have put the effect in place; it is then retried, and reverted in time.</summary>
    public bool MayBeInPlace { get; private init; }

    /// <summary>When to try again, if the responder set it; null for the usual wait, or if it isn't retried.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The place of the effect, for a responder with several; stored with the effect and passed to its next call. Created by
    /// <see cref="EffectPlaces"/>. Default: null, the responder's place.</summary>
    public string? Place { get; init; }

    /// <summary>The effect's name from a responder that was asked for it; null if it gave none.</summary>
    internal Subject? Named { get; init; }

    /// <summary>The other effect of this responder that the order turned out to belong to; or null.</summary>
    internal ActionKey? PartOf { get; private init; }

    /// <summary>Whether the effect is in place (after an apply) or gone (after a revert).</summary>
    public bool IsSuccess =>
        Outcome is ActionOutcome.Applied or ActionOutcome.AlreadyApplied or ActionOutcome.Lifted or ActionOutcome.AlreadyLifted;

    /// <summary>The effect is in place.</summary>
    public static ResponderResult Applied(string? detail = null) => detail is null ? PlainlyApplied : new(ActionOutcome.Applied, detail);

    /// <summary>The effect existed before and isn't ours; it won't be reverted.</summary>
    public static ResponderResult AlreadyApplied(string? detail = null) => new(ActionOutcome.AlreadyApplied, detail);

    /// <summary>The effect is gone.</summary>
    public static ResponderResult Lifted(string? detail = null) => detail is null ? PlainlyLifted : new(ActionOutcome.Lifted, detail);

    /// <summary>There was nothing to revert.</summary>
    public static ResponderResult AlreadyLifted(string? detail = null) => new(ActionOutcome.AlreadyLifted, detail);

    /// <summary>The responder can't or won't act on this subject; retrying is pointless.</summary>
    public static ResponderResult Refused(string why) => new(ActionOutcome.Refused, why);

    /// <summary>The attempt failed; a revert is retried later.</summary>
    /// <param name="why">The reason, in one line.</param>
    /// <param name="mayBeInPlace">Whether an apply may have put the effect in place.</param>
    public static ResponderResult Failed(string why, bool mayBeInPlace = false) =>
        new(ActionOutcome.Failed, why) { MayBeInPlace = mayBeInPlace };

    /// <summary>The attempt failed and should be retried after a time, e.g. as a server requested.</summary>
    /// <remarks>An apply is retried while its time isn't up, up to <c>ExecutionOptions.ApplyRetries</c> times, also after a restart with a
    /// durable store; a revert until it succeeds, with no wait longer than <c>ExecutionOptions.RevertRetryMaximum</c>. Effects that aren't
    /// recorded are never retried.</remarks>
    /// <param name="after">The wait, 1 s – 1 hour; values outside are clamped.</param>
    /// <param name="why">The reason, in one line.</param>
    /// <param name="mayBeInPlace">Whether an apply may have put the effect in place.</param>
    public static ResponderResult TryAgain(TimeSpan after, string why, bool mayBeInPlace = false) =>
        new(ActionOutcome.Failed, why)
        {
            MayBeInPlace = mayBeInPlace,
            RetryAfter = after < ShortestWait ? ShortestWait : TimeSpan.FromTicks(Math.Min(after.Ticks, LongestWait.Ticks)),
        };

    /// <summary>No result in time; the effect may or may not be in place.</summary>
    public static ResponderResult TimedOut(string why) => new(ActionOutcome.TimedOut, why) { MayBeInPlace = true };

    /// <summary>Nothing was done: the order is for an effect that another order has made, or is about to make, and that one is
    /// extended.</summary>
    internal static ResponderResult SameEffect(ActionKey effect, string detail) =>
        new(ActionOutcome.AlreadyApplied, detail) { PartOf = effect };
}
