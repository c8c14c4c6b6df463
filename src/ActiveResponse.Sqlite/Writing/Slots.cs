using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>What is stored of one kind, by key, with the number of its row; changes of a transaction lie above it until they are kept or
/// dropped.</summary>
internal sealed class Slots<TKey, TValue>(IRecordTable<TKey, TValue> kept)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, Slot?> _staged = [];
    private long _lastId;

    /// <summary>The number for a new row.</summary>
    public long NextId() => ++_lastId;

    /// <summary>Takes up a row that was there when the database was opened.</summary>
    public void Load(TKey key, long id, TValue value) => kept.Set(key, value, id);

    /// <summary>No new row gets this number or a lower one.</summary>
    public void Reserve(long id) => _lastId = Math.Max(_lastId, id);

    /// <summary>What the transaction sees.</summary>
    public Slot? Find(TKey key) =>
        _staged.TryGetValue(key, out var staged) ? staged
        : kept.TryFind(key, out var value, out var id) ? new Slot(id, value)
        : null;

    public void Stage(TKey key, long id, TValue value) => _staged[key] = new Slot(id, value);

    public void StageRemoval(TKey key) => _staged[key] = null;

    /// <summary>The transaction is on disk.</summary>
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

    /// <summary>The transaction was rolled back.</summary>
    public void Drop() => _staged.Clear();

    internal readonly record struct Slot(long Id, TValue Value);
}
