using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.State.Compact;

/// <summary>Records by key, each with the number of its row if it is on disk as well. Not for several threads at once.</summary>
internal interface IRecordTable<TKey, TValue>
    where TValue : class
{
    /// <summary>How many are in it.</summary>
    int Count { get; }

    /// <summary>The record of a key, and its row.</summary>
    bool TryFind(TKey key, [NotNullWhen(true)] out TValue? value, out long row);

    /// <summary>Puts a record in place of the one of its key.</summary>
    void Set(TKey key, TValue value, long row);

    /// <summary>Takes the record of a key out.</summary>
    void Remove(TKey key);
}
