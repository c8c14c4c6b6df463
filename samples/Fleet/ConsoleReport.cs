using ActiveResponse.Execution;

namespace FleetSample;

/// <summary>Prints what becomes of orders.</summary>
internal sealed class ConsoleReport : IResponseObserver
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for what the agents of a group have come to; false when none answers in time.</summary>
    public async Task<bool> WhenAnsweredAsync()
    {
        await Task.WhenAny(_answered.Task, Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System));
        return _answered.Task.IsCompleted;
    }

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{action.Outcome} {action.Order.Subject.Address} {action.Detail}".TrimEnd());
        if (action.Detail?.Contains("delivered", StringComparison.Ordinal) == true)
        {
            _answered.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }
}
