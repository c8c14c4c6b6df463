using System.Buffers;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Effects that aren't gone, one numbered row each; keys are looked up in memory.</summary>
/// <remarks>
/// Nearly all effects are on an address and have one holder. Their row refers to an order form and has the rest in columns, with empty
/// texts for the order and the holders; anything else is written out.
/// </remarks>
internal sealed class EffectTable(SqliteConnection database, FormTable forms) : IDisposable
{
    // Maximum length of rows we write; an alert's own data is in a separate column.
    internal const int LongestCommand = 64 * 1024 * 1024;

    private readonly SqliteStatement _insert = database.Prepare(
        """
        INSERT INTO effect (id, state, since, failed_reverts, failed_applies, retry_at,
          place, command, alert, form, address, alert_id, holders, until, offense)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    );

    private readonly SqliteStatement _update = database.Prepare(
        "UPDATE effect SET state = ?, since = ?, failed_reverts = ?, failed_applies = ?, retry_at = ?, place = ? WHERE id = ?"
    );

    private readonly SqliteStatement _updateHolders = database.Prepare(
        "UPDATE effect SET holders = ?, until = ?, offense = ? WHERE id = ?"
    );
    private readonly SqliteStatement _delete = database.Prepare("DELETE FROM effect WHERE id = ?");
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public void Insert(long id, EffectRecord effect)
    {
        var order = effect.Order;
        var form = forms.IdOf(order);
        _insert
            .Anew()
            .Bind(id)
            .Bind(EnumNames.Of(effect.State))
            .Bind(effect.Since)
            .Bind(effect.FailedReverts)
            .Bind(effect.FailedApplies)
            .Bind(effect.RetryAt)
            .Bind(effect.Place)
            .BindText(form is null ? Whole(order) : [])
            .BindBlob(order.Origin.AlertJson.Span)
            .Bind(form)
            .Bind(form is null ? null : order.Subject.Address)
            .Bind(form is null ? null : order.Origin.AlertId);
        BindHolders(_insert, effect).Run();
    }

    /// <summary>Updates only the columns that differ: most changes are of the state alone.</summary>
    public void Update(long id, EffectRecord before, EffectRecord effect)
    {
        if (before.Order != effect.Order)
        {
            Delete(id);
            Insert(id, effect);
            return;
        }

        _update
            .Anew()
            .Bind(EnumNames.Of(effect.State))
            .Bind(effect.Since)
            .Bind(effect.FailedReverts)
            .Bind(effect.FailedApplies)
            .Bind(effect.RetryAt)
            .Bind(effect.Place)
            .Bind(id)
            .Run();
        if (!before.Holders.AsSpan().SequenceEqual(effect.Holders.AsSpan()))
        {
            BindHolders(_updateHolders.Anew(), effect).Bind(id).Run();
        }
    }

    public void Delete(long id) => _delete.Anew().Bind(id).Run();

    /// <summary>Loads all rows, oldest first; logs and skips unreadable ones.</summary>
    public static void Load(
        SqliteConnection database,
        StoredForms forms,
        Interning shared,
        CompactEffectTable into,
        Action<long, string> unreadable
    )
    {
        var shapes = new Dictionary<(long Form, string? Place), int>();
        using var rows = database.Prepare(
            """
            SELECT id, state, since, failed_reverts, failed_applies, retry_at, place,
              command, alert, form, address, alert_id, holders, until, offense
            FROM effect ORDER BY id
            """
        );
        while (rows.Step())
        {
            try
            {
                if (!TryLoadLike(rows, shared, shapes, into))
                {
                    Load(rows, forms, shared, shapes, into);
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
        _updateHolders.Dispose();
        _delete.Dispose();
    }

    private static void Load(
        SqliteStatement row,
        StoredForms forms,
        Interning shared,
        Dictionary<(long Form, string? Place), int> shapes,
        CompactEffectTable into
    )
    {
        var effect = Effect(row, forms, shared);
        var before = into.Count;
        into.Set(effect.Key, effect, row.Int64(0));
        if (into.Count == before)
        {
            // The replaced effect may have been the last of its template.
            shapes.Clear();
        }

        if (!row.IsNull(9) && row.Bytes(12).IsEmpty && into.TemplateOf(effect.Key) is >= 0 and var shape)
        {
            shapes[(row.Int64(9), effect.Place)] = shape;
        }
    }

    /// <summary>Loads a row like an earlier one, as nearly all are in a flood, without allocating.</summary>
    private static bool TryLoadLike(
        SqliteStatement row,
        Interning shared,
        Dictionary<(long Form, string? Place), int> shapes,
        CompactEffectTable into
    )
    {
        if (
            row.IsNull(9)
            || !row.IsNull(8)
            || !row.Bytes(12).IsEmpty
            || !row.IsNull(5)
            || row.Int64(3) != 0
            || row.Int64(4) != 0
            || !shapes.TryGetValue((row.Int64(9), row.SharedAt(6, shared)), out var shape)
            || row.IsNull(11)
            || !PackedText.TryPack(row.Bytes(11), out var alert)
        )
        {
            return false;
        }

        var entry = new EffectEntry
        {
            State = EnumNames.StateOf(row.Bytes(1)),
            Since = row.TimeAt(2).UtcTicks,
            Until = row.OptionalTimeAt(13)?.UtcTicks ?? EffectEntry.Never,
            Offense = checked((int)row.Int64(14)),
            Alert = alert,
        };
        entry.Key.Address = row.AddressAt(10);
        return into.TryAddLike(shape, entry, row.Int64(0));
    }

    private static EffectRecord Effect(SqliteStatement row, StoredForms forms, Interning shared)
    {
        var order = row.IsNull(9) ? OrderOf(row, shared) : OrderOf(row, forms.Use(row.Int64(9)));
        return new EffectRecord
        {
            State = EnumNames.StateOf(row.Bytes(1)),
            Since = row.TimeAt(2),
            FailedReverts = checked((int)row.Int64(3)),
            FailedApplies = checked((int)row.Int64(4)),
            RetryAt = row.OptionalTimeAt(5),
            Place = row.SharedAt(6, shared),
            Order = order,
            Holders = row.Bytes(12) is { IsEmpty: false } list
                ? HolderJson.Read(list, order.Origin, shared)
                : [new EffectHolder(order.ResponseName, row.OptionalTimeAt(13), checked((int)row.Int64(14)), order.Origin)],
        };
    }

    private static ResponseOrder OrderOf(SqliteStatement row, Interning shared)
    {
        if (!ResponseOrderJson.TryRead(row.Bytes(7), LongestCommand, out var order, out var problem))
        {
            throw new FormatException(problem);
        }

        order = shared.Order(order);
        return row.IsNull(8) ? order : order with { Origin = order.Origin with { AlertJson = row.Bytes(8).ToArray() } };
    }

    private static ResponseOrder OrderOf(SqliteStatement row, ResponseOrder form) =>
        OrderForm.Filled(
            form,
            row.AddressAt(10),
            row.Text(11) ?? throw new FormatException("the id of its alert is missing."),
            row.IsNull(8) ? default : row.Bytes(8).ToArray()
        );

    private static byte[] Whole(ResponseOrder order) =>
        ResponseOrderJson.Write(order.Origin.AlertJson.IsEmpty ? order : order with { Origin = order.Origin with { AlertJson = default } });

    private SqliteStatement BindHolders(SqliteStatement statement, EffectRecord effect)
    {
        if (effect.Holders is [var only] && only.ResponseName == effect.Order.ResponseName && only.Origin == effect.Order.Origin)
        {
            return statement.BindText([]).Bind(only.Until).Bind(only.Offense);
        }

        _buffer.ResetWrittenCount();
        HolderJson.Write(_buffer, effect);
        return statement.BindText(_buffer.WrittenSpan).Bind((long?)null).Bind((long?)null);
    }
}
