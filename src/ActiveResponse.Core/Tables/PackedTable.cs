namespace ActiveResponse.Tables;

/// <summary>
/// Entries without references, in pages, and a hash table of their numbers: a million are a few thousand objects which the collector
/// doesn't look into. An entry keeps its number until it is removed or the table is compacted; 0 is no entry. Not for several threads at
/// once.
/// </summary>
internal sealed partial class PackedTable<TEntry>
    where TEntry : unmanaged, IPackedEntry
{
    private PagedArray<TEntry> _entries = new();
    private int _free;
    private int _used = 1;

    /// <summary>How many are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many fit before it grows.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Whether so few are left that it should be compacted.</summary>
    public bool IsSparse => Capacity > PagedArray<TEntry>.PageLength && Count < Capacity / 8;

    /// <summary>The entry of a number.</summary>
    public ref TEntry this[int number] => ref _entries[number];

    /// <summary>Whether a number names an entry now.</summary>
    public bool IsInUse(int number) => this[number].Key.Owner != PackedKey.Nobody;

    /// <summary>The number of a key's entry; 0 if there is none.</summary>
    public int Find(in PackedKey key) => Find(key, key.Hash);

    /// <summary>The same for a key whose hash is known.</summary>
    public int Find(in PackedKey key, uint hash) => (int)(_index[Seek(key, hash)] & ((uint)_index.Length - 1));

    /// <summary>The number of a key's entry; a new one, of which the rest is zero, if there is none.</summary>
    public int FindOrAdd(in PackedKey key, out bool isNew) => FindOrAdd(key, key.Hash, out isNew);

    /// <summary>The same for a key whose hash is known.</summary>
    public int FindOrAdd(in PackedKey key, uint hash, out bool isNew)
    {
        var at = Seek(key, hash);
        var number = (int)(_index[at] & ((uint)_index.Length - 1));
        isNew = number == 0;
        if (isNew)
        {
            at = MakeRoom() ? Seek(key, hash) : at;
            number = Take(key);
            Enter(at, hash, number);
        }

        return number;
    }

    /// <summary>Adds an entry for a key that has none; the rest of it is zero.</summary>
    public int Add(in PackedKey key)
    {
        MakeRoom();
        var number = Take(key);
        if (key.Owner != PackedKey.Elsewhere)
        {
            Enter(key.Hash, number);
        }

        return number;
    }

    /// <summary>Removes an entry.</summary>
    public void Remove(int number) => Remove(number, this[number].Key.Hash);

    /// <summary>Removes an entry whose hash is known.</summary>
    public void Remove(int number, uint hash)
    {
        ref var entry = ref this[number];
        if (entry.Key.Owner != PackedKey.Elsewhere)
        {
            Leave(hash, number);
        }

        entry = default;
        entry.NextFree = _free;
        _free = number;
        Count--;
    }

    /// <summary>The number of the entry after another; the first after 0, and 0 after the last.</summary>
    public int Next(int number)
    {
        while (++number < _used)
        {
            if (IsInUse(number))
            {
                return number;
            }
        }

        return 0;
    }

    /// <summary>Gives memory back; entries get new numbers, each told once with the old one.</summary>
    public void Compact(Action<int, int>? moved = null)
    {
        var (old, used) = (_entries, _used);
        (_entries, _free, _used) = (new PagedArray<TEntry>(), 0, 1);
        for (var number = 1; number < used; number++)
        {
            ref var entry = ref old[number];
            if (entry.Key.Owner != PackedKey.Nobody)
            {
                var now = Take();
                this[now] = entry;
                moved?.Invoke(number, now);
            }
        }

        Rebuild(LengthFor(Count));
    }

    private int Take(in PackedKey key)
    {
        var number = Take();
        this[number].Key = key;
        Count++;
        return number;
    }

    private int Take()
    {
        var number = _free;
        if (number != 0)
        {
            _free = this[number].NextFree;
            this[number] = default;
            return number;
        }

        number = _used++;
        if (number >= _entries.Length)
        {
            _entries.Grow();
        }

        return number;
    }
}
