using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>What a responder says of one attempt. Made with the factories, which are all the outcomes a responder can have.</summary>
public sealed record ResponderResult
{
    // What a batch of thousands says most often is made once.
    private static readonly ResponderResult PlainlyApplied = new(ActionOutcome.Applied, null);
    private static readonly ResponderResult PlainlyLifted = new(ActionOutcome.Lifted, null);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private ResponderResult(ActionOutcome outcome, string? detail)
    {
        Outcome = outcome;
        Detail = detail;
    }

    /// <summary>What happened.</summary>
    public ActionOutcome Outcome { get; }

    /// <summary>More about it in one line, or null.</summary>
    public string? Detail { get; }

    /// <summary>Whether an apply that didn't succeed may have put the effect in place all the same: then it is tried again, and taken back
    /// in its time.</summary>
    public bool MayBeInPlace { get; private init; }

    /// <summary>After how long it should be tried again, if the responder said so; null for the usual wait, or when it isn't tried
    /// again.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Where it was done, for a responder with several places; stored with the effect and handed back with its next call. Names
    /// are
    /// made by <see cref="EffectPlaces"/>. Default: null, for the place of the responder.</summary>
    public string? Place { get; init; }

    /// <summary>What the effect is called, by a responder that was asked; null when it didn't say.</summary>
    internal Subject? Named { get; init; }

    /// <summary>The other effect of this responder that the order turned out to be part of; or null.</summary>
    internal ActionKey? PartOf { get; private init; }

    /// <summary>Whether the effect is in place (after an apply) or gone (after a revert).</summary>
    public bool IsSuccess =>
        Outcome is ActionOutcome.Applied or ActionOutcome.AlreadyApplied or ActionOutcome.Lifted or ActionOutcome.AlreadyLifted;

    /// <summary>The effect is in place.</summary>
    public static ResponderResult Applied(string? detail = null) => detail is null ? PlainlyApplied : new(ActionOutcome.Applied, detail);

    /// <summary>The effect was there before and isn't ours; it won't be reverted.</summary>
    public static ResponderResult AlreadyApplied(string? detail = null) => new(ActionOutcome.AlreadyApplied, detail);

    /// <summary>The effect is gone.</summary>
    public static ResponderResult Lifted(string? detail = null) => detail is null ? PlainlyLifted : new(ActionOutcome.Lifted, detail);

    /// <summary>There was nothing to take back.</summary>
    public static ResponderResult AlreadyLifted(string? detail = null) => new(ActionOutcome.AlreadyLifted, detail);

    /// <summary>The responder can't or won't do this to that subject; trying again makes no sense.</summary>
    public static ResponderResult Refused(string why) => new(ActionOutcome.Refused, why);

    /// <summary>It didn't work; a revert is tried again later.</summary>
    /// <param name="why">What went wrong, in one line.</param>
    /// <param name="mayBeInPlace">Whether an apply may have had its effect in spite of it.</param>
    public static ResponderResult Failed(string why, bool mayBeInPlace = false) =>
        new(ActionOutcome.Failed, why) { MayBeInPlace = mayBeInPlace };

    /// <summary>It didn't work now and should be tried again after a time, e.g. since the other side asks for that.</summary>
    /// <remarks>
    /// An apply is tried again as long as its time isn't up, up to <c>ExecutionOptions.ApplyRetries</c> times, also after a restart with a
    /// durable store; a revert until it succeeds, with no wait longer than <c>ExecutionOptions.RevertRetryMaximum</c>. Where the effect
    /// isn't kept, nothing is tried again.
    /// </remarks>
    /// <param name="after">The wait. Range 1 s – 1 hour; what is shorter or longer counts as that.</param>
    /// <param name="why">What went wrong, in one line.</param>
    /// <param name="mayBeInPlace">Whether an apply may have had its effect in spite of it.</param>
    public static ResponderResult TryAgain(TimeSpan after, string why, bool mayBeInPlace = false) =>
        new(ActionOutcome.Failed, why)
        {
            MayBeInPlace = mayBeInPlace,
            RetryAfter = after < ShortestWait ? ShortestWait : TimeSpan.FromTicks(Math.Min(after.Ticks, LongestWait.Ticks)),
        };

    /// <summary>No answer in time; whether the effect is there is unknown.</summary>
    public static ResponderResult TimedOut(string why) => new(ActionOutcome.TimedOut, why) { MayBeInPlace = true };

    /// <summary>Nothing was done, since the order is for an effect that another order has put in place, or is about to: that one is to be
    /// extended.</summary>
    internal static ResponderResult SameEffect(ActionKey effect, string detail) =>
        new(ActionOutcome.AlreadyApplied, detail) { PartOf = effect };
}
