namespace ActiveResponse.Execution;

/// <summary>Receives every outcome, one at a time and in order. Nothing waits for it.</summary>
/// <remarks>
/// Each observer has its own queue. Outcomes beyond its capacity (<see cref="ExecutionOptions.ObserverQueueCapacity"/>) are dropped for it,
/// logged and counted; so are its exceptions. While a call exceeds <see cref="ExecutionOptions.ObserverDeadline"/>, it gets nothing more,
/// and neither a stop nor <c>DrainAsync</c> waits for it.
/// </remarks>
public interface IResponseObserver
{
    /// <summary>Called for each action that was done, refused or failed.</summary>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Fires at the call's deadline, and when the host ends.</param>
    ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken);
}
