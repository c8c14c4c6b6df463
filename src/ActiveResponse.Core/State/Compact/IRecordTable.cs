using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.State.Compact;

/// <summary>Records by key, each with the number of its database row, if any. Not thread-safe.</summary>
internal interface IRecordTable<TKey, TValue>
    where TValue : class
{
    /// <summary>Number of records.</summary>
    int Count { get; }

    /// <summary>Finds the record of a key, and its row.</summary>
    bool TryFind(TKey key, [NotNullWhen(true)] out TValue? value, out long row);

    /// <summary>Adds or replaces the record of a key.</summary>
    void Set(TKey key, TValue value, long row);

    /// <summary>Removes the record of a key.</summary>
    void Remove(TKey key);
}
