using ActiveResponse.Execution;

namespace ComposedHost;

/// <summary>Tells every outcome, and that a block has ended.</summary>
internal sealed class ConsoleReport(TaskCompletionSource ended) : IResponseObserver
{
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        Console.WriteLine($"  {action.Outcome.ToString().ToLowerInvariant()} {action.Order.Subject} {action.Detail}".TrimEnd());
        if (action.Verb == ActionVerb.Revert)
        {
            ended.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }
}
