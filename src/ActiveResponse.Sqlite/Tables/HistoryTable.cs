using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>History in the order it was stored.</summary>
internal sealed class HistoryTable(SqliteConnection database) : IDisposable
{
    private const string Apply = "apply";
    private const string Revert = "revert";

    private readonly SqliteStatement _insert = database.Prepare(
        """
        INSERT INTO history (id, at, verb, outcome, detail, responder, address, user,
          file, response, rule, alert, agent_id, agent_name, offense, until, reason, given_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    );

    private readonly SqliteStatement _deleteUpTo = database.Prepare("DELETE FROM history WHERE id <= ?");
    private readonly SqliteStatement _firstSince = database.Prepare("SELECT id FROM history WHERE at >= ? ORDER BY id LIMIT 1");

    public void Insert(long id, HistoryEntry entry) =>
        _insert
            .Anew()
            .Bind(id)
            .Bind(entry.At)
            .Bind(entry.IsRevert ? Revert : Apply)
            .Bind(EnumNames.Of(entry.Outcome))
            .Bind(entry.Detail)
            .Bind(entry.Responder)
            .Bind(entry.Subject)
            .Bind(entry.ResponseName)
            .Bind(entry.RuleId)
            .Bind(entry.AlertId)
            .Bind(entry.AgentId)
            .Bind(entry.AgentName)
            .Bind(entry.Offense)
            .Bind(entry.Until)
            .Bind(entry.Reason)
            .Bind(entry.By)
            .Run();

    /// <summary>Deletes entries older than a time, and all but the newest.</summary>
    public void Prune(DateTimeOffset before, long lastId, long count)
    {
        // By number, so that only deleted rows are read. After a clock change an entry may be deleted later than possible.
        _firstSince.Anew().Bind(before);
        var firstKept = _firstSince.Step() ? _firstSince.Int64(0) : lastId + 1;
        _firstSince.Reset();
        _deleteUpTo.Anew().Bind(Math.Max(firstKept - 1, lastId - count)).Run();
    }

    /// <summary>Reads entries, newest first; logs and skips unreadable rows.</summary>
    public static List<HistoryEntry> Read(SqliteConnection database, HistoryQuery query, Action<long, string> unreadable)
    {
        var entries = new List<HistoryEntry>();
        var shared = new Interning();
        using var rows = database.Prepare(
            """
            SELECT id, at, verb, outcome, detail, responder, address, user, file, response,
              rule, alert, agent_id, agent_name, offense, until, reason, given_by FROM history
            WHERE (?1 IS NULL OR address = ?1) AND (?2 IS NULL OR user = ?2) AND (?3 IS NULL OR file = ?3)
              AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR at < ?5) ORDER BY id DESC
            """
        );
        rows.Bind(query.Subject ?? Planning.Subject.None).Bind(query.Since).Bind(query.Until);
        while (entries.Count < query.Limit && rows.Step())
        {
            try
            {
                entries.Add(Entry(rows, shared));
            }
            catch (Exception e) when (e is not (SqliteException or OutOfMemoryException))
            {
                unreadable(rows.Int64(0), e.Message);
            }
        }

        return entries;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _deleteUpTo.Dispose();
        _firstSince.Dispose();
    }

    private static HistoryEntry Entry(SqliteStatement row, Interning shared) =>
        new()
        {
            At = row.TimeAt(1),
            IsRevert = row.Text(2) switch
            {
                Apply => false,
                Revert => true,
                var other => throw new FormatException($"'{other}' is not known."),
            },
            Outcome = EnumNames.OutcomeOf(row.Bytes(3)),
            Detail = row.Text(4),
            Responder = shared.Of(row.Bytes(5)),
            Subject = row.SubjectAt(6, shared),
            ResponseName = shared.Of(row.Bytes(9)),
            RuleId = checked((uint)row.Int64(10)),
            AlertId = row.Text(11)!,
            AgentId = row.SharedAt(12, shared),
            AgentName = row.SharedAt(13, shared),
            Offense = checked((int)row.Int64(14)),
            Until = row.OptionalTimeAt(15),
            Reason = row.SharedAt(16, shared),
            By = row.SharedAt(17, shared),
        };
}
