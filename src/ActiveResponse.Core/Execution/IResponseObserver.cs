namespace ActiveResponse.Execution;

/// <summary>Is notified of every outcome, one at a time and in order. Nothing waits for it.</summary>
/// <remarks>
/// Each observer has a queue of its own. What comes while that is full (<see cref="ExecutionOptions.ObserverQueueCapacity"/>) is dropped
/// for it, logged and counted. What it throws is logged and counted. While a call lasts longer than
/// <see cref="ExecutionOptions.ObserverDeadline"/> it gets nothing more, and neither a stop nor <c>DrainAsync</c> waits for it.
/// </remarks>
public interface IResponseObserver
{
    /// <summary>Something was done, refused, or failed.</summary>
    /// <param name="action">What.</param>
    /// <param name="cancellationToken">Fires at the deadline of the call, and when the host ends.</param>
    ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken);
}
