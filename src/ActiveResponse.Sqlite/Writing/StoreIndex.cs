using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>What is on disk, in memory: reads cost no SQL, and see a commit whole or not at all, and never before it is on disk.</summary>
internal sealed class StoreIndex
{
    private readonly Lock _gate = new();
    private readonly CompactEffectTable _effects = new();
    private readonly CompactOffenseTable _offenses = new();
    private readonly CompactPositionTable _positions = new();

    /// <param name="forms">The forms of orders that were there when the database was opened.</param>
    public StoreIndex(StoredForms forms) => (Forms, Effects, Offenses, Positions) = (forms, new(_effects), new(_offenses), new(_positions));

    /// <summary>The forms of orders that were there when the database was opened.</summary>
    public StoredForms Forms { get; }

    public Slots<ActionKey, EffectRecord> Effects { get; }

    public Slots<ActionKey, OffenseRecord> Offenses { get; }

    public Slots<string, string> Positions { get; }

    /// <summary>The effects that are on disk, to be filled when the database is opened.</summary>
    public CompactEffectTable KeptEffects => _effects;

    /// <summary>The offenses that are on disk, to be filled when the database is opened.</summary>
    public CompactOffenseTable KeptOffenses => _offenses;

    /// <summary>How many effects and offenses are on disk.</summary>
    public (int Effects, int Offenses) Count => (_effects.Count, _offenses.Count);

    /// <summary>Makes room for so many.</summary>
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

    /// <summary>How far alerts have been taken in. Only the writer changes the index, so it may read it without the lock.</summary>
    public IEnumerable<KeyValuePair<string, string>> ListPositions() => _positions.All;

    /// <summary>Whose last offense was before a time. Only the writer changes the index, so it may read it without the lock.</summary>
    public List<ActionKey> OffensesBefore(DateTimeOffset time) => _offenses.Before(time);

    /// <summary>What was staged is on disk: from now on it is read.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            Effects.Keep();
            Offenses.Keep();
            Positions.Keep();
        }
    }

    /// <summary>What was staged is not on disk, and never was.</summary>
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
