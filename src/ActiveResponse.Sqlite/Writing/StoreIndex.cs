using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>
/// In-memory copy of what is on disk: reads need no SQL, and see a commit whole or not at all, never before it is on disk.
/// </summary>
internal sealed class StoreIndex
{
    private readonly Lock _gate = new();
    private readonly CompactEffectTable _effects = new();
    private readonly CompactOffenseTable _offenses = new();
    private readonly CompactPositionTable _positions = new();

    /// <param name="forms">Order forms present when the database was opened.</param>
    public StoreIndex(StoredForms forms) => (Forms, Effects, Offenses, Positions) = (forms, new(_effects), new(_offenses), new(_positions));

    /// <summary>Order forms present when the database was opened.</summary>
    public StoredForms Forms { get; }

    public Slots<ActionKey, EffectRecord> Effects { get; }

    public Slots<ActionKey, OffenseRecord> Offenses { get; }

    public Slots<string, string> Positions { get; }

    /// <summary>Effects on disk; filled when the database is opened.</summary>
    public CompactEffectTable KeptEffects => _effects;

    /// <summary>Offenses on disk; filled when the database is opened.</summary>
    public CompactOffenseTable KeptOffenses => _offenses;

    /// <summary>Number of effects and offenses on disk.</summary>
    public (int Effects, int Offenses) Count => (_effects.Count, _offenses.Count);

    /// <summary>Reserves capacity.</summary>
    public void MakeRoom(long effects, long offenses)
    {
        _effects.Reserve((int)Math.Min(effects, int.MaxValue / 4));
        _offenses.Reserve((int)Math.Min(offenses, int.MaxValue / 4));
    }

    public EffectRecord? FindEffect(ActionKey key) => Find(_effects, key);

    public OffenseRecord? FindOffense(ActionKey key) => Find(_offenses, key);

    public string? FindPosition(string name) => Find(_positions, name);

    public IReadOnlyList<EffectRecord> ListEffects()
    {
        lock (_gate)
        {
            return _effects.Snapshot();
        }
    }

    public IReadOnlyList<EffectRecord> ListEffects(Subject subject)
    {
        lock (_gate)
        {
            return _effects.Of(subject);
        }
    }

    /// <summary>Returns all read positions. No lock: only the writer, which calls this, changes the index.</summary>
    public IEnumerable<KeyValuePair<string, string>> ListPositions() => _positions.All;

    /// <summary>
    /// Returns the keys whose last offense was before a time. No lock: only the writer, which calls this, changes the index.
    /// </summary>
    public List<ActionKey> OffensesBefore(DateTimeOffset time) => _offenses.Before(time);

    /// <summary>Publishes the staged changes, which are on disk.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            Effects.Keep();
            Offenses.Keep();
            Positions.Keep();
        }
    }

    /// <summary>Discards the staged changes, which aren't on disk.</summary>
    public void Drop()
    {
        Effects.Drop();
        Offenses.Drop();
        Positions.Drop();
    }

    private TValue? Find<TKey, TValue>(IRecordTable<TKey, TValue> book, TKey key)
        where TValue : class
    {
        lock (_gate)
        {
            return book.TryFind(key, out var value, out _) ? value : null;
        }
    }
}
