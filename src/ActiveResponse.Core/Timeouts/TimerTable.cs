using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>Timer entries by key. An entry keeps its number until it is removed or the table is compacted; 0 means none.</summary>
internal sealed class TimerTable
{
    private readonly PackedTable<TimerEntry> _entries = new();
    private readonly OwnerNames _names = new();

    // Effects on anything but an address are few.
    private readonly Dictionary<ActionKey, int> _others = [];
    private readonly Dictionary<int, ActionKey> _otherKeys = [];

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Number of entries that fit before it grows.</summary>
    public int Capacity => _entries.Capacity;

    /// <summary>Whether it is sparse enough to be compacted.</summary>
    public bool IsSparse => _entries.IsSparse;

    /// <summary>Returns the entry of a number; valid until the table is compacted.</summary>
    public ref TimerEntry this[int number] => ref _entries[number];

    /// <summary>Packs a key; its owner is <see cref="PackedKey.Elsewhere"/> if it can't be packed.</summary>
    /// <returns>The hash.</returns>
    public uint Pack(in ActionKey key, out PackedKey packed)
    {
        packed.More = 0;
        packed.Owner = key.Subject.IsOnlyAddress ? _names.FindOrAdd(key.Responder) : PackedKey.Nobody;
        if (packed.Owner == PackedKey.Nobody)
        {
            packed.Owner = PackedKey.Elsewhere;
            packed.Address = default;
            return 0;
        }

        ref readonly var address = ref Nullable.GetValueRefOrDefaultRef(in key.Subject.InPlace);
        packed.Address = address;
        return PackedKey.HashOf(address, packed.Owner);
    }

    /// <summary>Returns the number of a key's entry; 0 if there is none.</summary>
    public int Find(in ActionKey key, in PackedKey packed, uint hash) =>
        packed.Owner == PackedKey.Elsewhere ? _others.GetValueOrDefault(key) : _entries.Find(packed, hash);

    /// <summary>Returns the number of a key's entry; creates one, without time and slot, if there is none.</summary>
    public int FindOrAdd(in ActionKey key, in PackedKey packed, uint hash, out bool isNew)
    {
        if (packed.Owner != PackedKey.Elsewhere)
        {
            return _entries.FindOrAdd(packed, hash, out isNew);
        }

        isNew = !_others.TryGetValue(key, out var number);
        if (isNew)
        {
            number = _entries.Add(packed);
            _others.Add(key, number);
            _otherKeys.Add(number, key);
        }

        return number;
    }

    /// <summary>Creates a list for due keys.</summary>
    /// <param name="count">Minimum capacity.</param>
    public DueKeys NewDueKeys(int count) => new(_names, count);

    /// <summary>Adds the key of an entry to the due ones.</summary>
    public void Note(int number, DueKeys due)
    {
        ref var key = ref _entries[number].Key;
        if (key.Owner == PackedKey.Elsewhere)
        {
            due.Add(_otherKeys[number]);
        }
        else
        {
            due.Add(key);
        }
    }

    /// <summary>Removes an entry with a known hash.</summary>
    public void Remove(int number, uint hash)
    {
        if (_entries[number].Key.Owner == PackedKey.Elsewhere && _otherKeys.Remove(number, out var key))
        {
            _others.Remove(key);
        }

        _entries.Remove(number, hash);
    }

    /// <summary>Returns the number of the next entry; the first after 0, and 0 after the last.</summary>
    public int Next(int number) => _entries.Next(number);

    /// <summary>Whether a number is in use.</summary>
    public bool IsInUse(int number) => _entries.IsInUse(number);

    /// <summary>Releases memory; all numbers change.</summary>
    public void Compact()
    {
        var keys = _otherKeys.ToArray();
        _otherKeys.Clear();
        var numbers = new Dictionary<int, int>();
        _entries.Compact(keys.Length == 0 ? null : numbers.Add);
        foreach (var (number, key) in keys)
        {
            _others[key] = numbers[number];
            _otherKeys.Add(numbers[number], key);
        }
    }
}
