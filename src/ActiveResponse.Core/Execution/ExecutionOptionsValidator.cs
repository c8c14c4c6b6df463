using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Execution;

/// <summary>Validates the documented ranges of <see cref="ExecutionOptions"/>.</summary>
internal sealed class ExecutionOptionsValidator : IValidateOptions<ExecutionOptions>
{
    // Long: one check per option.
    public ValidateOptionsResult Validate(string? name, ExecutionOptions options)
    {
        var failures = new List<string>();
        Check(IsBetween(options.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "Deadline must be 1 second to 1 hour");
        Check(options.QueueCapacity is >= 1 and <= 1_000_000, "QueueCapacity must be 1 to 1,000,000");
        Check(Enum.IsDefined(options.QueueFull), "QueueFull must be Wait or DropNewest");
        Check(options.Parallelism is >= 1 and <= 256, "Parallelism must be 1 to 256");
        Check(Enum.IsDefined(options.OffenseCounting), "OffenseCounting must be PerOffense or PerAlert");
        Check(
            IsBetween(options.OffenseDecay, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660)),
            "OffenseDecay must be 1 minute to 10 years"
        );
        Check(
            IsBetween(options.RevertRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            "RevertRetryDelay must be 100 ms to 1 hour"
        );
        Check(
            IsBetween(options.RevertRetryMaximum, options.RevertRetryDelay, TimeSpan.FromDays(1)),
            "RevertRetryMaximum must be RevertRetryDelay to 1 day"
        );
        Check(IsBetween(options.StopDeadline, TimeSpan.Zero, TimeSpan.FromHours(1)), "StopDeadline must be 0 to 1 hour");
        Check(options.ApplyRetries is >= 0 and <= 100, "ApplyRetries must be 0 to 100");
        Check(
            IsBetween(options.ApplyRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            "ApplyRetryDelay must be 100 ms to 1 hour"
        );
        Check(
            options.DriftCheckInterval == TimeSpan.Zero
                || IsBetween(options.DriftCheckInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            "DriftCheckInterval must be 0 or 1 second to 1 day"
        );
        Check(
            IsBetween(options.AdoptedTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660)),
            "AdoptedTimeout must be 1 minute to 10 years"
        );
        Check(options.MaxAlertAge is not { } age || age > TimeSpan.Zero, "MaxAlertAge must be more than zero, or null");
        Check(options.FoldIPv6To is >= 32 and <= 128, "FoldIPv6To must be 32 to 128");
        Check(
            IsBetween(options.DispatchDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            "DispatchDeadline must be 100 ms to 1 hour"
        );
        Check(
            IsBetween(options.ObserverDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            "ObserverDeadline must be 100 ms to 1 hour"
        );
        Check(
            IsBetween(options.SchedulerDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            "SchedulerDeadline must be 100 ms to 1 minute"
        );
        Check(
            IsBetween(options.MatcherDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            "MatcherDeadline must be 100 ms to 1 minute"
        );
        Check(IsBetween(options.StoreDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "StoreDeadline must be 1 second to 1 hour");
        Check(options.ObserverQueueCapacity is >= 1 and <= 1_000_000, "ObserverQueueCapacity must be 1 to 1,000,000");
        foreach (var (responder, own) in options.Responders)
        {
            CheckOwn($"Responders['{SafeText.Of(responder)}']", own, ResponderLimits.Of(options, responder));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckOwn(string where, ResponderExecutionOptions? own, ResponderLimits limits)
        {
            if (own is null)
            {
                failures.Add($"{where} must not be null");
                return;
            }

            Check(
                IsBetween(limits.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
                $"{where}.Deadline must be 1 second to 1 hour"
            );
            Check(limits.ApplyRetries is >= 0 and <= 100, $"{where}.ApplyRetries must be 0 to 100");
            Check(
                IsBetween(limits.ApplyRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
                $"{where}.ApplyRetryDelay must be 100 ms to 1 hour"
            );
            Check(
                IsBetween(limits.RevertRetryDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
                $"{where}.RevertRetryDelay must be 100 ms to 1 hour"
            );
            Check(
                IsBetween(limits.RevertRetryMaximum, limits.RevertRetryDelay, TimeSpan.FromDays(1)),
                $"{where}.RevertRetryMaximum must be its RevertRetryDelay to 1 day"
            );
        }

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
