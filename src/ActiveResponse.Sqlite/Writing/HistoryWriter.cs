using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>How much of the history is kept.</summary>
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

    /// <summary>After so many new entries the old ones are looked at: a tenth too many at most.</summary>
    public long Interval => Math.Max(1, Count / 10);
}

/// <summary>Adds to the history and keeps it within its bounds.</summary>
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
