using Microsoft.Extensions.Options;

namespace ActiveResponse.Execution;

/// <summary>Holds <see cref="ExecutionOptions"/> to the ranges its documentation gives.</summary>
internal sealed class ExecutionOptionsValidator : IValidateOptions<ExecutionOptions>
{
    public ValidateOptionsResult Validate(string? name, ExecutionOptions options)
    {
        var failures = new List<string>();
        Check(IsBetween(options.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "Deadline must be 1 second to 1 hour");
        Check(options.QueueCapacity is >= 1 and <= 1_000_000, "QueueCapacity must be 1 to 1,000,000");
        Check(Enum.IsDefined(options.QueueFull), "QueueFull must be Wait or DropNewest");
        Check(options.Parallelism is >= 1 and <= 256, "Parallelism must be 1 to 256");
        Check(Enum.IsDefined(options.OffenseCounting), "OffenseCounting must be PerOffense or PerAlert");
        Check(IsBetween(options.OffenseDecay, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660)), "OffenseDecay must be 1 minute to 10 years");
        Check(IsBetween(options.RevertRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)), "RevertRetryDelay must be 100 ms to 1 hour");
        Check(IsBetween(options.RevertRetryMaximum, options.RevertRetryDelay, TimeSpan.FromDays(1)), "RevertRetryMaximum must be RevertRetryDelay to 1 day");
        Check(IsBetween(options.StopDeadline, TimeSpan.Zero, TimeSpan.FromHours(1)), "StopDeadline must be 0 to 1 hour");
        Check(options.ApplyRetries is >= 0 and <= 100, "ApplyRetries must be 0 to 100");
        Check(IsBetween(options.ApplyRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)), "ApplyRetryDelay must be 100 ms to 1 hour");
        Check(options.DriftCheckInterval == TimeSpan.Zero || IsBetween(options.DriftCheckInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "DriftCheckInterval must be 0 or 1 second to 1 day");
        Check(IsBetween(options.AdoptedTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660)), "AdoptedTimeout must be 1 minute to 10 years");
        Check(options.FoldIPv6To is >= 32 and <= 128, "FoldIPv6To must be 32 to 128");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }
    }

    private static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
