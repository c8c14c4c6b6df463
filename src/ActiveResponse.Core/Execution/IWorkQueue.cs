namespace ActiveResponse.Execution;

/// <summary>Queue of one responder's work.</summary>
internal interface IWorkQueue
{
    /// <summary>
    /// Queues reverts, or orders that had a place before. There is always room for them: a full queue must never keep a block in place.
    /// </summary>
    void Add(params ReadOnlySpan<WorkItem> items);
}
