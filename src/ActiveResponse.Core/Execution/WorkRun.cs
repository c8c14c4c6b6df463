namespace ActiveResponse.Execution;

/// <summary>Items of one kind at the head of a key's queue, which form one step.</summary>
internal readonly struct WorkRun<T>(IReadOnlyList<WorkItem> items)
    where T : WorkItem
{
    public int Count => items.Count;

    /// <summary>The items, of whatever kind.</summary>
    public IReadOnlyList<WorkItem> Items => items;

    public T this[int index] => (T)items[index];
}
