using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>The forms that were in the database when it was opened.</summary>
internal sealed class StoredForms
{
    private readonly Dictionary<long, ResponseOrder> _orders = [];
    private readonly Dictionary<long, string> _problems = [];
    private readonly HashSet<long> _used = [];

    /// <summary>Numbers of forms that are taken, also by what can't be read.</summary>
    public long LastId { get; private init; }

    /// <summary>Those that effects have.</summary>
    public IEnumerable<(long Id, ResponseOrder Order)> Used =>
        _orders.Where(pair => _used.Contains(pair.Key)).Select(static pair => (pair.Key, pair.Value));

    /// <summary>Those that no effect has; what can't be read is none of them.</summary>
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

    /// <summary>The order of a form, as yet without address and alert.</summary>
    /// <exception cref="FormatException">There is none, or it can't be read.</exception>
    public ResponseOrder Use(long id)
    {
        _used.Add(id);
        return _orders.TryGetValue(id, out var order)
            ? order
            : throw new FormatException(_problems.TryGetValue(id, out var problem) ? problem : $"there is no form {id} of its order.");
    }
}
