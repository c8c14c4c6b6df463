using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Execution;

/// <summary>Validates the documented ranges of <see cref="ExecutionOptions"/>.</summary>
internal sealed class ExecutionOptionsValidator : IValidateOptions<ExecutionOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3660);

    public ValidateOptionsResult Validate(string? name, ExecutionOptions options)
    {
        var validation = new OptionsValidation(typeof(ExecutionOptions))
            .Range(options.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(options.QueueCapacity, 1, 1_000_000)
            .Defined(options.QueueFull)
            .Range(options.Parallelism, 1, 256)
            .Defined(options.OffenseCounting)
            .Range(options.OffenseDecay, TimeSpan.FromMinutes(1), TenYears)
            .Range(options.RevertRetryDelay, Shortest, TimeSpan.FromHours(1))
            .Range(options.RevertRetryMaximum, options.RevertRetryDelay, TimeSpan.FromDays(1))
            .Range(options.StopDeadline, TimeSpan.Zero, TimeSpan.FromHours(1))
            .Range(options.ApplyRetries, 0, 100)
            .Range(options.ApplyRetryDelay, Shortest, TimeSpan.FromHours(1))
            .Require(
                options.DriftCheckInterval == TimeSpan.Zero
                    || (options.DriftCheckInterval >= TimeSpan.FromSeconds(1) && options.DriftCheckInterval <= TimeSpan.FromDays(1)),
                $"{nameof(options.DriftCheckInterval)} must be 0 or 1 second to 1 day"
            )
            .Range(options.AdoptedTimeout, TimeSpan.FromMinutes(1), TenYears)
            .Require(
                options.MaxAlertAge is not { } age || age > TimeSpan.Zero,
                $"{nameof(options.MaxAlertAge)} must be more than zero, or null"
            )
            .Range(options.FoldIPv6To, 32, 128)
            .Range(options.DispatchDeadline, Shortest, TimeSpan.FromHours(1))
            .Range(options.ObserverDeadline, Shortest, TimeSpan.FromHours(1))
            .Range(options.SchedulerDeadline, Shortest, TimeSpan.FromMinutes(1))
            .Range(options.MatcherDeadline, Shortest, TimeSpan.FromMinutes(1))
            .Range(options.StoreDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(options.ObserverQueueCapacity, 1, 1_000_000);
        foreach (var (responder, own) in options.Responders)
        {
            ValidateOwn($"Responders['{SafeText.Of(responder)}']", own, ResponderLimits.Of(options, responder), validation);
        }

        return validation.Result;
    }

    private static void ValidateOwn(string where, ResponderExecutionOptions? own, ResponderLimits limits, OptionsValidation validation)
    {
        if (own is null)
        {
            validation.NotNull(own, where);
            return;
        }

        validation
            .Range(limits.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), $"{where}.{nameof(own.Deadline)}")
            .Range(limits.ApplyRetries, 0, 100, $"{where}.{nameof(own.ApplyRetries)}")
            .Range(limits.ApplyRetryDelay, Shortest, TimeSpan.FromHours(1), $"{where}.{nameof(own.ApplyRetryDelay)}")
            .Range(limits.RevertRetryDelay, Shortest, TimeSpan.FromHours(1), $"{where}.{nameof(own.RevertRetryDelay)}")
            .Range(limits.RevertRetryMaximum, limits.RevertRetryDelay, TimeSpan.FromDays(1), $"{where}.{nameof(own.RevertRetryMaximum)}");
    }
}
