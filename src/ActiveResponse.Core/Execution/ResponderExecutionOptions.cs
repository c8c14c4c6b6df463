namespace ActiveResponse.Execution;

/// <summary>Overrides of <see cref="ExecutionOptions"/> for one responder. Null: no override.</summary>
public sealed record ResponderExecutionOptions
{
    /// <summary>Time limit for one order or batch. Range 1 s – 1 hour.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>
    /// Number of retries of a failed apply. Range 0–100. Responders other than firewalls are retried only if they ask for it.
    /// </summary>
    public int? ApplyRetries { get; set; }

    /// <summary>Delay before a failed apply is retried; doubles with each failure. Range 100 ms – 1 hour.</summary>
    public TimeSpan? ApplyRetryDelay { get; set; }

    /// <summary>Delay before a failed revert is retried; doubles with each failure. Range 100 ms – 1 hour.</summary>
    public TimeSpan? RevertRetryDelay { get; set; }

    /// <summary>Maximum delay between two attempts. Range: at least the delay of reverts, at most 1 day.</summary>
    public TimeSpan? RevertRetryMaximum { get; set; }
}
