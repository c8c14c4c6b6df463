namespace ActiveResponse.Execution;

/// <summary>The waits between tries.</summary>
internal static class RetryDelays
{
    public static TimeSpan OfRevert(ExecutionOptions options, int failures) => Doubled(options.RevertRetryDelay, failures, options.RevertRetryMaximum);

    public static TimeSpan OfApply(ExecutionOptions options, int failures) =>
        Doubled(options.ApplyRetryDelay, failures, options.ApplyRetryDelay > options.RevertRetryMaximum ? options.ApplyRetryDelay : options.RevertRetryMaximum);

    private static TimeSpan Doubled(TimeSpan delay, int failures, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(delay.Ticks * Math.Pow(2, Math.Min(failures, 30)), most.Ticks));
}
