using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Writes changes to the open transaction and stages them for the index. For one thread at a time.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly SqliteConnection _database;
    private readonly StoreIndex _index;
    private readonly FormTable _forms;
    private readonly EffectTable _effects;
    private readonly OffenseTable _offenses;
    private readonly PositionTable _positions;
    private readonly HistoryWriter _history;
    private readonly BusyPatience _patience;

    /// <param name="database">The database.</param>
    /// <param name="index">In-memory copy of what is on disk.</param>
    /// <param name="forms">Order forms in the database.</param>
    /// <param name="retention">Limits of the history.</param>
    /// <param name="patience">Begins transactions.</param>
    public StoreWriter(SqliteConnection database, StoreIndex index, StoredForms forms, HistoryRetention retention, BusyPatience patience)
    {
        (_database, _index, _patience) = (database, index, patience);
        _forms = new FormTable(database, forms);
        _effects = new EffectTable(database, _forms);
        _offenses = new OffenseTable(database);
        _positions = new PositionTable(database);
        _history = new HistoryWriter(database, retention);
    }

    /// <summary>Begins a transaction once nobody else has one.</summary>
    public void Begin() => _patience.Begin();

    /// <summary>Commits the transaction and then publishes its changes.</summary>
    public void Commit()
    {
        _database.Execute("COMMIT");
        _index.Keep();
        _forms.Keep();
        _history.Keep();
    }

    /// <summary>Rolls the transaction back.</summary>
    public void Rollback()
    {
        _index.Drop();
        _forms.Drop();
        _history.Drop();

        // Some errors have ended it already.
        if (!_database.IsIdle)
        {
            _database.Execute("ROLLBACK");
        }
    }

    public void Write(StoreCommit commit)
    {
        foreach (var effect in commit.Effects)
        {
            Save(effect);
        }

        foreach (var key in commit.Ended)
        {
            End(key);
        }

        foreach (var offense in commit.Offenses)
        {
            Count(offense);
        }

        foreach (var (name, place) in commit.Positions)
        {
            _positions.Save(name, place);
            _index.Positions.Stage(name, 0, place);
        }

        foreach (var entry in commit.History)
        {
            _history.Add(entry);
        }
    }

    public void ForgetOffenses(DateTimeOffset before)
    {
        // Includes staged changes of the same transaction.
        foreach (var key in _index.OffensesBefore(before))
        {
            if (_index.Offenses.Find(key) is { } offense && offense.Value.LastAt < before && _index.Effects.Find(key) is null)
            {
                _offenses.Delete(offense.Id);
                _index.Offenses.StageRemoval(key);
            }
        }

        _history.Prune();
    }

    /// <summary>Writes everything in memory to an empty database.</summary>
    public void WriteAll()
    {
        foreach (var effect in _index.ListEffects())
        {
            _effects.Insert(_index.Effects.Find(effect.Key)!.Value.Id, effect);
        }

        foreach (var key in _index.OffensesBefore(DateTimeOffset.MaxValue))
        {
            var offense = _index.Offenses.Find(key)!.Value;
            _offenses.Insert(offense.Id, offense.Value);
        }

        foreach (var (name, place) in _index.ListPositions())
        {
            _positions.Save(name, place);
        }
    }

    /// <summary>Returns the number a statement yields.</summary>
    public long Number(string sql) => _database.Number(sql);

    /// <summary>Deletes what nobody needs when the store is opened.</summary>
    public void Prune()
    {
        _history.Prune();
        _forms.DeleteUnused();
    }

    public void Dispose()
    {
        _forms.Dispose();
        _effects.Dispose();
        _offenses.Dispose();
        _positions.Dispose();
        _history.Dispose();
    }

    private void Save(EffectRecord effect)
    {
        if (_index.Effects.Find(effect.Key) is { } there)
        {
            _effects.Update(there.Id, there.Value, effect);
            _index.Effects.Stage(effect.Key, there.Id, effect);
            return;
        }

        var id = _index.Effects.NextId();
        _effects.Insert(id, effect);
        _index.Effects.Stage(effect.Key, id, effect);
    }

    private void End(ActionKey key)
    {
        if (_index.Effects.Find(key) is { } there)
        {
            _effects.Delete(there.Id);
            _index.Effects.StageRemoval(key);
        }
    }

    private void Count(OffenseRecord offense)
    {
        if (_index.Offenses.Find(offense.Key) is { } there)
        {
            _offenses.Update(there.Id, offense);
            _index.Offenses.Stage(offense.Key, there.Id, offense);
            return;
        }

        var id = _index.Offenses.NextId();
        _offenses.Insert(id, offense);
        _index.Offenses.Stage(offense.Key, id, offense);
    }
}
