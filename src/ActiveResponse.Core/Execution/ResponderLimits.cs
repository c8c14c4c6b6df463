namespace ActiveResponse.Execution;

/// <summary>Deadline and retries of one responder: its own, or else the host's.</summary>
internal readonly record struct ResponderLimits(
    TimeSpan Deadline,
    int ApplyRetries,
    TimeSpan ApplyRetryDelay,
    TimeSpan RevertRetryDelay,
    TimeSpan RevertRetryMaximum
)
{
    public static ResponderLimits Of(ExecutionOptions options, string responder)
    {
        var own = options.Responders.Count > 0 && options.Responders.TryGetValue(responder, out var named) ? named : null;
        return new ResponderLimits(
            own?.Deadline ?? options.Deadline,
            own?.ApplyRetries ?? options.ApplyRetries,
            own?.ApplyRetryDelay ?? options.ApplyRetryDelay,
            own?.RevertRetryDelay ?? options.RevertRetryDelay,
            own?.RevertRetryMaximum ?? options.RevertRetryMaximum
        );
    }

    /// <summary>Returns the delay after a failed apply.</summary>
    public TimeSpan ApplyWait(int failures) => Doubled(ApplyRetryDelay, failures, Max(ApplyRetryDelay, RevertRetryMaximum));

    /// <summary>Returns the delay after a failed revert.</summary>
    public TimeSpan RevertWait(int failures) => Doubled(RevertRetryDelay, failures, RevertRetryMaximum);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Doubled(TimeSpan delay, int failures, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(delay.Ticks * Math.Pow(2, Math.Min(failures, 30)), most.Ticks));
}
