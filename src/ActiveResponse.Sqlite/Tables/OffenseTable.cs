using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Offense counts, one numbered row per key.</summary>
internal sealed class OffenseTable(SqliteConnection database) : IDisposable
{
    private readonly SqliteStatement _insert = database.Prepare(
        "INSERT INTO offense (id, responder, address, user, file, count, last_at, last_alert, keys) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    );

    private readonly SqliteStatement _update = database.Prepare("UPDATE offense SET count = ?, last_at = ?, last_alert = ? WHERE id = ?");
    private readonly SqliteStatement _delete = database.Prepare("DELETE FROM offense WHERE id = ?");

    public void Insert(long id, OffenseRecord offense) =>
        _insert
            .Anew()
            .Bind(id)
            .Bind(offense.Key.Responder)
            .Bind(offense.Key.Subject)
            .Bind(offense.Count)
            .Bind(offense.LastAt)
            .Bind(offense.LastAlertId)
            .Bind(offense.Key.Subject.Keys)
            .Run();

    public void Update(long id, OffenseRecord offense) =>
        _update.Anew().Bind(offense.Count).Bind(offense.LastAt).Bind(offense.LastAlertId).Bind(id).Run();

    public void Delete(long id) => _delete.Anew().Bind(id).Run();

    /// <summary>Loads all rows, oldest first; logs and skips unreadable ones.</summary>
    public static void Load(SqliteConnection database, Interning shared, CompactOffenseTable into, Action<long, string> unreadable)
    {
        using var rows = database.Prepare(
            "SELECT id, responder, address, user, file, count, last_at, last_alert, keys FROM offense ORDER BY id"
        );
        while (rows.Step())
        {
            try
            {
                var responder = shared.Of(rows.Bytes(1));
                var (count, lastAt) = (checked((int)rows.Int64(5)), rows.TimeAt(6));
                if (
                    rows.IsNull(2)
                    || !rows.IsNull(3)
                    || !rows.IsNull(4)
                    || rows.IsNull(7)
                    || !rows.IsNull(8)
                    || !into.TryAdd(responder, rows.AddressAt(2), count, lastAt, rows.Bytes(7), rows.Int64(0))
                )
                {
                    var key = new ActionKey(responder, rows.SubjectAt(2, shared) with { Keys = rows.Text(8) });
                    into.Set(key, new OffenseRecord(key, count, lastAt, rows.Text(7)!), rows.Int64(0));
                }
            }
            catch (Exception e) when (e is not (SqliteException or OutOfMemoryException))
            {
                unreadable(rows.Int64(0), e.Message);
            }
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
    }
}
