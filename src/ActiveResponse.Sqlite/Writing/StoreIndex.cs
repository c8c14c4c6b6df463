using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>What is on disk, in memory: reads cost no SQL, and see a commit whole or not at all, and never before it is on disk.</summary>
/// <param name="forms">The forms of orders that were there when the database was opened.</param>
internal sealed class StoreIndex(StoredForms forms)
{
    private readonly Lock _gate = new();

    public StoredForms Forms => forms;

    public Slots<ActionKey, EffectRecord> Effects { get; } = new();

    public Slots<ActionKey, OffenseRecord> Offenses { get; } = new();

    public Slots<string, string> Positions { get; } = new();

    public EffectRecord? FindEffect(ActionKey key)
    {
        lock (_gate)
        {
            return Effects.Kept.TryGetValue(key, out var slot) ? slot.Value : null;
        }
    }

    public OffenseRecord? FindOffense(ActionKey key)
    {
        lock (_gate)
        {
            return Offenses.Kept.TryGetValue(key, out var slot) ? slot.Value : null;
        }
    }

    public string? FindPosition(string name)
    {
        lock (_gate)
        {
            return Positions.Kept.TryGetValue(name, out var slot) ? slot.Value : null;
        }
    }

    public IReadOnlyList<EffectRecord> ListEffects()
    {
        lock (_gate)
        {
            var list = new List<EffectRecord>(Effects.Kept.Count);
            list.AddRange(Effects.Kept.Values.Select(static slot => slot.Value));
            return list;
        }
    }

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
}
