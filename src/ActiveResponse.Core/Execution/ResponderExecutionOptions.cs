namespace ActiveResponse.Execution;

/// <summary>How the orders of one responder are carried out, where that differs from <see cref="ExecutionOptions"/>. Null: as it is
/// there.</summary>
public sealed class ResponderExecutionOptions
{
    /// <summary>How long it may take for one order or batch. Range 1 s – 1 hour.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>How often an apply that failed is tried again. Range 0–100. Of a responder that isn't a firewall only what it asks to be
    /// tried again is.</summary>
    public int? ApplyRetries { get; set; }

    /// <summary>The wait before a failed apply is tried again; doubles with each failure. Range 100 ms – 1 hour.</summary>
    public TimeSpan? ApplyRetryDelay { get; set; }

    /// <summary>The wait before a failed revert is tried again; doubles with each failure. Range 100 ms – 1 hour.</summary>
    public TimeSpan? RevertRetryDelay { get; set; }

    /// <summary>The longest wait between two tries. Range: at least the delay of reverts, at most 1 day.</summary>
    public TimeSpan? RevertRetryMaximum { get; set; }
}
