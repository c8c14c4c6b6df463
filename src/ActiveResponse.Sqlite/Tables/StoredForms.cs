using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Order forms in the database when it was opened.</summary>
internal sealed class StoredForms
{
    private readonly Dictionary<long, ResponseOrder> _orders = [];
    private readonly Dictionary<long, string> _problems = [];
    private readonly HashSet<long> _used = [];

    /// <summary>Highest form number in use, unreadable ones included.</summary>
    public long LastId { get; private init; }

    /// <summary>Forms that effects use.</summary>
    public IEnumerable<(long Id, ResponseOrder Order)> Used =>
        _orders.Where(pair => _used.Contains(pair.Key)).Select(static pair => (pair.Key, pair.Value));

    /// <summary>Forms that no effect uses, except unreadable ones.</summary>
    public IReadOnlyList<long> Unused => [.. _orders.Keys.Where(id => !_used.Contains(id))];

    public static StoredForms Read(SqliteConnection database, Interning shared)
    {
        var forms = new StoredForms { LastId = database.Number("SELECT max(id) FROM form") };
        using var rows = database.Prepare("SELECT id, command FROM form");
        while (rows.Step())
        {
            if (ResponseOrderJson.TryRead(rows.Bytes(1), EffectTable.LongestCommand, out var order, out var problem))
            {
                forms._orders.Add(rows.Int64(0), shared.Order(order));
            }
            else
            {
                forms._problems.Add(rows.Int64(0), problem);
            }
        }

        return forms;
    }

    /// <summary>Returns the order of a form, still without address and alert.</summary>
    /// <exception cref="FormatException">It doesn't exist or is unreadable.</exception>
    public ResponseOrder Use(long id)
    {
        _used.Add(id);
        if (_orders.TryGetValue(id, out var order))
        {
            return order;
        }

        throw new FormatException(_problems.TryGetValue(id, out var problem) ? problem : $"there is no form {id} of its order.");
    }
}
