namespace ActiveResponse.Responders;

/// <summary>The outcome of an order.</summary>
public enum ActionOutcome
{
    /// <summary>The effect was put in place.</summary>
    Applied,

    /// <summary>Someone else had put the effect in place already; it stays when our order ends.</summary>
    AlreadyApplied,

    /// <summary>The effect was in place by an earlier order; its end was moved or confirmed, and nothing was run.</summary>
    Extended,

    /// <summary>The effect was removed.</summary>
    Lifted,

    /// <summary>The effect was gone already.</summary>
    AlreadyLifted,

    /// <summary>A guard or the responder refused the order.</summary>
    Refused,

    /// <summary>The attempt failed.</summary>
    Failed,

    /// <summary>No result came in time; the effect is treated as in place.</summary>
    TimedOut,

    /// <summary>Nothing was done, in a dry run.</summary>
    DryRun,

    /// <summary>Nothing was done: the responder's queue was full.</summary>
    Dropped,

    /// <summary>The order was handed to other hosts.</summary>
    Sent,
}
