using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Carries out work taken from a responder's queue.</summary>
internal interface IWorkProcessor
{
    /// <summary>Carries out a batch of keys of one responder; never throws.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="batch">Work by key.</param>
    /// <param name="queue">The responder's queue, for work that results from the batch.</param>
    /// <returns>What is left to do with the batch while the responder carries out another, which never throws; null for nothing.</returns>
    Task<Func<Task>?> ProcessAsync(IResponder responder, IReadOnlyList<List<WorkItem>> batch, IWorkQueue queue);

    /// <summary>Completes an item that won't be carried out.</summary>
    void Abandon(WorkItem item);

    /// <summary>Drops timed applies from now on: the host is stopping, and nobody would revert them.</summary>
    void DropTimedApplies();
}
