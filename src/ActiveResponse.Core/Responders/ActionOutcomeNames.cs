namespace ActiveResponse.Responders;

/// <summary>Names outcomes, with one spelling for logs, metrics, JSON and the state file.</summary>
public static class ActionOutcomeNames
{
    /// <summary>Returns the name of an outcome in lower case with hyphens, e.g. <c>already-applied</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value isn't an outcome.</exception>
    public static string Name(this ActionOutcome outcome) =>
        outcome switch
        {
            ActionOutcome.Applied => "applied",
            ActionOutcome.AlreadyApplied => "already-applied",
            ActionOutcome.Extended => "extended",
            ActionOutcome.Lifted => "lifted",
            ActionOutcome.AlreadyLifted => "already-lifted",
            ActionOutcome.Refused => "refused",
            ActionOutcome.Failed => "failed",
            ActionOutcome.TimedOut => "timed-out",
            ActionOutcome.DryRun => "dry-run",
            ActionOutcome.Dropped => "dropped",
            ActionOutcome.Sent => "sent",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
        };
}
