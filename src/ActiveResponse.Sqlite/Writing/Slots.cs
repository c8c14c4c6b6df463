using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>
/// Stored records of one kind by key, with their row numbers; a transaction's changes are staged on top until kept or dropped.
/// </summary>
internal sealed class Slots<TKey, TValue>(IRecordTable<TKey, TValue> kept)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, Slot?> _staged = [];
    private long _lastId;

    /// <summary>Returns the number of a new row.</summary>
    public long NextId() => ++_lastId;

    /// <summary>Adds a row that existed when the database was opened.</summary>
    public void Load(TKey key, long id, TValue value) => kept.Set(key, value, id);

    /// <summary>Reserves this row number and all lower ones.</summary>
    public void Reserve(long id) => _lastId = Math.Max(_lastId, id);

    /// <summary>Finds the record as the transaction sees it.</summary>
    public Slot? Find(TKey key)
    {
        if (_staged.TryGetValue(key, out var staged))
        {
            return staged;
        }

        return kept.TryFind(key, out var value, out var id) ? new Slot(id, value) : null;
    }

    public void Stage(TKey key, long id, TValue value) => _staged[key] = new Slot(id, value);

    public void StageRemoval(TKey key) => _staged[key] = null;

    /// <summary>Accepts the staged changes of a committed transaction.</summary>
    public void Keep()
    {
        foreach (var (key, slot) in _staged)
        {
            if (slot is { } changed)
            {
                kept.Set(key, changed.Value, changed.Id);
            }
            else
            {
                kept.Remove(key);
            }
        }

        Drop();
    }

    /// <summary>Discards the staged changes of a rolled-back transaction.</summary>
    public void Drop() => _staged.Clear();

    internal readonly record struct Slot(long Id, TValue Value);
}
