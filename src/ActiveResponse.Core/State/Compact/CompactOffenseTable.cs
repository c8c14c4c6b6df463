using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.State.Compact;

/// <summary>Offenses in compact form, expanded to records on reading; those that don't fit are kept as records. Not thread-safe.</summary>
internal sealed class CompactOffenseTable : IRecordTable<ActionKey, OffenseRecord>
{
    private readonly PackedTable<Entry> _packed = new();
    private readonly OwnerNames _names = new();
    private readonly Dictionary<ActionKey, (OffenseRecord Offense, long Row)> _whole = [];
    private RowNumbers _rows = new();

    /// <summary>Number of records.</summary>
    public int Count => _packed.Count + _whole.Count;

    /// <summary>Number of compact records.</summary>
    public int Packed => _packed.Count;

    public bool TryFind(ActionKey key, [NotNullWhen(true)] out OffenseRecord? value, out long row)
    {
        var number = NumberOf(key);
        if (number == 0)
        {
            var found = _whole.TryGetValue(key, out var whole);
            (value, row) = whole;
            return found;
        }

        ref var entry = ref _packed[number];
        value = new OffenseRecord(KeyOf(entry), entry.Offenses, new DateTimeOffset(entry.LastAt, TimeSpan.Zero), entry.Alert.ToString());
        row = _rows[number];
        return true;
    }

    public void Set(ActionKey key, OffenseRecord value, long row)
    {
        var owner = _names.FindOrAdd(key.Responder);
        if (
            owner == PackedKey.Nobody
            || key.Subject is not { IsOnlyAddress: true, Address: { } address }
            || value.LastAt.Offset != TimeSpan.Zero
            || value.LastAlertId is not { } id
            || !PackedText.TryPack(id, out var alert)
        )
        {
            RemovePacked(key);
            _whole[key] = (value, row);
            return;
        }

        _whole.Remove(key);
        var packed = new PackedKey(address, owner);
        var number = _packed.FindOrAdd(packed, out _);
        ref var entry = ref _packed[number];
        (entry.Offenses, entry.LastAt, entry.Alert) = (value.Count, value.LastAt.UtcTicks, alert);
        _rows[number] = row;
    }

    /// <summary>Adds the offenses of an address without allocating.</summary>
    /// <returns>False, with nothing changed, if they don't fit the compact form or the key exists.</returns>
    public bool TryAdd(string responder, AddressPrefix address, int count, DateTimeOffset lastAt, ReadOnlySpan<byte> lastAlertId, long row)
    {
        var owner = _names.FindOrAdd(responder);
        var key = new PackedKey(address, owner);
        if (
            owner == PackedKey.Nobody
            || lastAt.Offset != TimeSpan.Zero
            || !PackedText.TryPack(lastAlertId, out var alert)
            || _packed.Find(key) != 0
            || (_whole.Count > 0 && _whole.ContainsKey(new ActionKey(responder, Subject.Of(address))))
        )
        {
            return false;
        }

        var number = _packed.Add(key);
        ref var entry = ref _packed[number];
        (entry.Offenses, entry.LastAt, entry.Alert) = (count, lastAt.UtcTicks, alert);
        _rows[number] = row;
        return true;
    }

    /// <summary>Reserves capacity.</summary>
    public void Reserve(int count) => _packed.Reserve(count);

    public void Remove(ActionKey key)
    {
        RemovePacked(key);
        _whole.Remove(key);
    }

    /// <summary>Returns the keys whose last offense was before a time.</summary>
    public List<ActionKey> Before(DateTimeOffset time)
    {
        List<ActionKey> keys = [];
        for (var number = _packed.Next(0); number != 0; number = _packed.Next(number))
        {
            ref var entry = ref _packed[number];
            if (entry.LastAt < time.UtcTicks)
            {
                keys.Add(KeyOf(entry));
            }
        }

        keys.AddRange(_whole.Where(pair => pair.Value.Offense.LastAt < time).Select(static pair => pair.Key));
        return keys;
    }

    private ActionKey KeyOf(in Entry entry) => new(_names[entry.Owner], Subject.Of(entry.Address));

    private int NumberOf(ActionKey key) =>
        key.Subject is { IsOnlyAddress: true, Address: { } address } && _names.Find(key.Responder) is not PackedKey.Nobody and var owner
            ? _packed.Find(new PackedKey(address, owner))
            : 0;

    private void RemovePacked(ActionKey key)
    {
        var number = NumberOf(key);
        if (number == 0)
        {
            return;
        }

        _packed.Remove(number);
        if (_packed.IsSparse)
        {
            var rows = _rows;
            _rows = new RowNumbers();
            _packed.Compact((from, to) => _rows[to] = rows[from]);
        }
    }

    /// <summary>48 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Entry : IPackedEntry
    {
        private PackedKey _key;
        public int Offenses;
        public long LastAt;
        public PackedText Alert;

        [UnscopedRef]
        public ref PackedKey Key => ref _key;

        public readonly byte Owner => _key.Owner;

        public readonly AddressPrefix Address => _key.Address;

        public int NextFree
        {
            readonly get => Offenses;
            set => Offenses = value;
        }
    }
}
