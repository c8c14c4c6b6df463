using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Limits of the history.</summary>
internal sealed record HistoryRetention(TimeSpan Age, long Count, TimeProvider Clock)
{
    public DateTimeOffset Before
    {
        get
        {
            var now = Clock.GetUtcNow();
            return Age < now - DateTimeOffset.MinValue ? now - Age : DateTimeOffset.MinValue;
        }
    }

    /// <summary>Number of new entries between prunings: at most a tenth too many are kept.</summary>
    public long Interval => Math.Max(1, Count / 10);
}

/// <summary>Appends to the history and keeps it within its limits.</summary>
internal sealed class HistoryWriter(SqliteConnection database, HistoryRetention retention) : IDisposable
{
    private readonly HistoryTable _table = new(database);
    private long _keptId = database.Number("SELECT max(id) FROM history");
    private long _lastId = database.Number("SELECT max(id) FROM history");
    private long _prunedId = database.Number("SELECT max(id) FROM history");

    public void Add(HistoryEntry entry)
    {
        _table.Insert(++_lastId, entry);
        if (_lastId - _prunedId >= retention.Interval)
        {
            Prune();
        }
    }

    public void Prune()
    {
        _table.Prune(retention.Before, _lastId, retention.Count);
        _prunedId = _lastId;
    }

    public void Keep() => _keptId = _lastId;

    public void Drop()
    {
        _lastId = _keptId;
        _prunedId = Math.Min(_prunedId, _keptId);
    }

    public void Dispose() => _table.Dispose();
}
