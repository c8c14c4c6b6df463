using System.Buffers;
using System.Text.Json;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Effects that are not gone, one row each, under a number: the key is looked up in memory.</summary>
internal sealed class EffectTable(SqliteConnection database) : IDisposable
{
    // Rows of our own making are this long at most; what an alert adds is in a column of its own.
    private const int LongestCommand = 64 * 1024 * 1024;

    private readonly SqliteStatement _insert = database.Prepare(
        "INSERT INTO effect (id, state, since, failed_reverts, failed_applies, retry_at, place, command, alert, holders) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private readonly SqliteStatement _update = database.Prepare(
        "UPDATE effect SET state = ?, since = ?, failed_reverts = ?, failed_applies = ?, retry_at = ?, place = ? WHERE id = ?");

    private readonly SqliteStatement _updateHolders = database.Prepare("UPDATE effect SET holders = ? WHERE id = ?");
    private readonly SqliteStatement _delete = database.Prepare("DELETE FROM effect WHERE id = ?");
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public void Insert(long id, EffectRecord effect)
    {
        var alert = effect.Order.Origin.AlertJson;
        var order = alert.IsEmpty ? effect.Order : effect.Order with { Origin = effect.Order.Origin with { AlertJson = default } };
        _insert.Anew().Bind(id).Bind(EnumWords.Of(effect.State)).Bind(effect.Since).Bind(effect.FailedReverts).Bind(effect.FailedApplies).Bind(effect.RetryAt)
            .Bind(effect.Place).BindText(ResponseCommandJson.Write(order)).BindBlob(alert.Span).BindText(Holders(effect)).Run();
    }

    /// <summary>Changes a row, but only what differs: most changes are of the state alone.</summary>
    public void Update(long id, EffectRecord before, EffectRecord effect)
    {
        if (before.Order != effect.Order)
        {
            Delete(id);
            Insert(id, effect);
            return;
        }

        _update.Anew().Bind(EnumWords.Of(effect.State)).Bind(effect.Since).Bind(effect.FailedReverts).Bind(effect.FailedApplies).Bind(effect.RetryAt)
            .Bind(effect.Place).Bind(id).Run();
        if (before.Holders != effect.Holders && !before.Holders.SequenceEqual(effect.Holders))
        {
            _updateHolders.Anew().BindText(Holders(effect)).Bind(id).Run();
        }
    }

    public void Delete(long id) => _delete.Anew().Bind(id).Run();

    /// <summary>All rows, oldest first; a row that can't be read is told and passed over.</summary>
    public static IEnumerable<(long Id, EffectRecord Effect)> Read(SqliteConnection database, Interning shared, Action<long, string> unreadable)
    {
        using var rows = database.Prepare("SELECT id, state, since, failed_reverts, failed_applies, retry_at, place, command, alert, holders FROM effect ORDER BY id");
        while (rows.Step())
        {
            EffectRecord? effect = null;
            try
            {
                effect = Effect(rows, shared);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
            {
                unreadable(rows.Int64(0), e.Message);
            }

            if (effect is not null)
            {
                yield return (rows.Int64(0), effect);
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

    private static EffectRecord Effect(SqliteStatement row, Interning shared)
    {
        if (!ResponseCommandJson.TryRead(row.Bytes(7), LongestCommand, out var order, out var problem))
        {
            throw new FormatException(problem);
        }

        order = Shared(order, row.IsNull(8) ? default : row.Bytes(8).ToArray(), shared);
        return new EffectRecord
        {
            State = EnumWords.StateOf(row.Text(1)),
            Since = row.TimeAt(2),
            FailedReverts = checked((int)row.Int64(3)),
            FailedApplies = checked((int)row.Int64(4)),
            RetryAt = row.OptionalTimeAt(5),
            Place = shared.Optional(row.Text(6)),
            Order = order,
            Holders = HolderJson.Read(row.Bytes(9), order.Origin, shared),
        };
    }

    private static ResponseCommand Shared(ResponseCommand order, ReadOnlyMemory<byte> alert, Interning shared) => order with
    {
        ResponseName = shared.Of(order.ResponseName),
        Command = shared.Value(order.Command),
        Responder = shared.Of(order.Responder),
        TargetAgent = shared.Optional(order.TargetAgent),
        Origin = order.Origin with
        {
            AgentId = shared.Optional(order.Origin.AgentId),
            AgentName = shared.Optional(order.Origin.AgentName),
            Location = shared.Optional(order.Origin.Location),
            AlertJson = alert,
        },
    };

    private ReadOnlySpan<byte> Holders(EffectRecord effect)
    {
        _buffer.ResetWrittenCount();
        HolderJson.Write(_buffer, effect);
        return _buffer.WrittenSpan;
    }
}
