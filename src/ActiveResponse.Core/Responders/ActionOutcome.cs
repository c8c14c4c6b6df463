namespace ActiveResponse.Responders;

/// <summary>What became of an order.</summary>
public enum ActionOutcome
{
    /// <summary>The effect is in place, and it was not before.</summary>
    Applied,

    /// <summary>The effect was in place already by somebody else's hand; it is left alone when ours ends.</summary>
    AlreadyApplied,

    /// <summary>The effect was in place by an earlier order; its end was moved or confirmed, nothing was run.</summary>
    Extended,

    /// <summary>The effect is gone.</summary>
    Lifted,

    /// <summary>The effect was gone already.</summary>
    AlreadyLifted,

    /// <summary>Not done because a guard or the responder refused it.</summary>
    Refused,

    /// <summary>Tried, and it didn't work.</summary>
    Failed,

    /// <summary>Tried, and no answer came in time; the effect is treated as in place.</summary>
    TimedOut,

    /// <summary>Not done because this is a dry run.</summary>
    DryRun,

    /// <summary>Not done because the responder's queue was full.</summary>
    Dropped,

    /// <summary>Handed to other hosts.</summary>
    Sent,
}
