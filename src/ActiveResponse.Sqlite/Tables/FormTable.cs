using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>The forms of orders, each stored once: a hundred thousand attackers have a few, and a row of theirs need not repeat
/// it.</summary>
internal sealed class FormTable : IDisposable
{
    /// <summary>With more forms than this an order is stored whole: what alerts say must not fill the memory.</summary>
    public const int Most = 4096;

    private readonly Dictionary<ResponseOrder, long> _ids = [];
    private readonly List<ResponseOrder> _staged = [];
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _delete;
    private readonly IReadOnlyList<long> _unused;
    private long _lastId;

    public FormTable(SqliteConnection database, StoredForms stored)
    {
        _insert = database.Prepare("INSERT INTO form (id, command) VALUES (?, ?)");
        _delete = database.Prepare("DELETE FROM form WHERE id = ?");
        _lastId = stored.LastId;
        _unused = stored.Unused;
        foreach (var (id, form) in stored.Used.Take(Most))
        {
            _ids.TryAdd(form, id);
        }
    }

    /// <summary>The number of an order's form, which is stored if need be; null when the order is to be stored whole.</summary>
    public long? IdOf(ResponseOrder order)
    {
        if (OrderForm.Of(order) is not { } form)
        {
            return null;
        }

        if (_ids.TryGetValue(form, out var id))
        {
            return id;
        }

        if (_ids.Count >= Most)
        {
            return null;
        }

        _insert.Anew().Bind(++_lastId).BindText(ResponseOrderJson.Write(form)).Run();
        _ids.Add(form, _lastId);
        _staged.Add(form);
        return _lastId;
    }

    /// <summary>Deletes what no effect had when the store was opened, and no other row can have got since.</summary>
    public void DeleteUnused()
    {
        foreach (var id in _unused)
        {
            _delete.Anew().Bind(id).Run();
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Keep() => _staged.Clear();

    /// <summary>The transaction was rolled back.</summary>
    public void Drop()
    {
        _staged.ForEach(form => _ids.Remove(form));
        _staged.Clear();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
    }
}
