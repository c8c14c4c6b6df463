using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Order forms, each stored once: a hundred thousand attackers share a few, which their rows needn't repeat.</summary>
internal sealed class FormTable : IDisposable
{
    /// <summary>Maximum number of forms; beyond it orders are stored whole, since alert contents must not fill the memory.</summary>
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

    /// <summary>Returns the number of an order's form, storing it if needed; null if the order must be stored whole.</summary>
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

    /// <summary>Deletes forms that no effect used when the store was opened; no later row can refer to them.</summary>
    public void DeleteUnused()
    {
        foreach (var id in _unused)
        {
            _delete.Anew().Bind(id).Run();
        }
    }

    /// <summary>Accepts the staged changes of a committed transaction.</summary>
    public void Keep() => _staged.Clear();

    /// <summary>Discards the staged changes of a rolled-back transaction.</summary>
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
