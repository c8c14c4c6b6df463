using System.Numerics;

namespace ActiveResponse.State.Compact;

/// <summary>
/// Entries without references, in blocks, and a hash table of their numbers: a million are a few thousand objects which the collector doesn't look into. An entry
/// keeps its number until it is removed or the table is compacted; 0 is no entry. Not for several threads at once.
/// </summary>
/// <remarks>
/// The hash table is one array of numbers; the bits of it that no number needs hold bits of the hash, so that entries of other keys are rarely touched: one look-up
/// is one miss of the cache for the number and one for the entry.
/// </remarks>
internal sealed class PackedTable<TEntry>
    where TEntry : struct, IPackedEntry
{
    private const int BlockBits = 9;
    private const int BlockSize = 1 << BlockBits;
    private const int SmallestIndex = 64;

    private TEntry[][] _blocks = [];
    private uint[] _index = new uint[SmallestIndex];
    private int _filled;
    private int _free;
    private int _used = 1;

    /// <summary>How many are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many fit before it grows.</summary>
    public int Capacity => (((_used - 1) >> BlockBits) + 1) * BlockSize;

    /// <summary>Whether so few are left that it should be compacted.</summary>
    public bool IsSparse => Capacity > BlockSize && Count < Capacity / 8;

    /// <summary>The entry of a number.</summary>
    public ref TEntry this[int number] => ref _blocks[number >> BlockBits][number & (BlockSize - 1)];

    /// <summary>Whether a number names an entry now.</summary>
    public bool IsInUse(int number) => this[number].Key.Owner != PackedKey.Nobody;

    /// <summary>Makes the hash table large enough for so many.</summary>
    public void Reserve(int count)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestIndex, count + (count / 2)));
        if (length > _index.Length)
        {
            Rebuild(length);
        }
    }

    /// <summary>The number of a key's entry; 0 if there is none.</summary>
    public int Find(in PackedKey key) => Find(key, key.Hash);

    /// <summary>The same for a key whose hash is known.</summary>
    public int Find(in PackedKey key, uint hash) => (int)(_index[Seek(key, hash)] & ((uint)_index.Length - 1));

    /// <summary>The number of a key's entry; a new one, of which the rest is zero, if there is none.</summary>
    public int FindOrAdd(in PackedKey key, out bool isNew) => FindOrAdd(key, key.Hash, out isNew);

    /// <summary>The same for a key whose hash is known.</summary>
    public int FindOrAdd(in PackedKey key, uint hash, out bool isNew)
    {
        var number = (int)(_index[Seek(key, hash)] & ((uint)_index.Length - 1));
        isNew = number == 0;
        return isNew ? Add(key, hash) : number;
    }

    /// <summary>Adds an entry for a key that has none; the rest of it is zero.</summary>
    public int Add(in PackedKey key) => Add(key, key.Hash);

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

    /// <summary>The numbers that hashes most likely lead to, or 0. Who has many to look up asks for all first: the processor then waits for them together.</summary>
    public void Guess(ReadOnlySpan<uint> hashes, Span<int> numbers)
    {
        var index = _index;
        var mask = (uint)index.Length - 1;
        for (var i = 0; i < hashes.Length; i++)
        {
            numbers[i] = (int)(index[hashes[i] & mask] & mask);
        }
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
        var (old, used) = (_blocks, _used);
        (_blocks, _index, _filled, _free, _used, Count) = ([], new uint[SmallestIndex], 0, 0, 1, 0);
        for (var number = 1; number < used; number++)
        {
            ref var entry = ref old[number >> BlockBits][number & (BlockSize - 1)];
            if (entry.Key.Owner != PackedKey.Nobody)
            {
                var now = Add(entry.Key);
                this[now] = entry;
                moved?.Invoke(number, now);
            }
        }
    }

    private int Add(in PackedKey key, uint hash)
    {
        MakeRoom();
        var number = Take();
        this[number].Key = key;
        Count++;
        if (key.Owner != PackedKey.Elsewhere)
        {
            Enter(hash, number);
        }

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
        if (number >> BlockBits == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blocks.Length + 1 + (_blocks.Length / 16));
        }

        _blocks[number >> BlockBits] ??= new TEntry[BlockSize];
        return number;
    }

    private void MakeRoom()
    {
        // Marks of what was removed count: they are passed by as entries are.
        if (_filled >= _index.Length - (_index.Length / 4) || _used >= _index.Length)
        {
            Rebuild((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(_used + 1, Math.Max(SmallestIndex, Count + (Count / 2)))));
        }
    }

    private void Rebuild(int length)
    {
        _index = new uint[length];
        _filled = 0;
        for (var number = 1; number < _used; number++)
        {
            ref var key = ref this[number].Key;
            if (key.Owner is not (PackedKey.Nobody or PackedKey.Elsewhere))
            {
                Enter(key.Hash, number);
            }
        }
    }

    // The place of a key, or the first that is empty.
    private uint Seek(in PackedKey key, uint hash)
    {
        var index = _index;
        var mask = (uint)index.Length - 1;
        var at = hash & mask;
        for (; index[at] != 0; at = (at + 1) & mask)
        {
            var number = (int)(index[at] & mask);
            if (((index[at] ^ hash) & ~mask) == 0 && number != 0 && this[number].Key.IsSame(key))
            {
                break;
            }
        }

        return at;
    }

    private void Enter(uint hash, int number)
    {
        var mask = (uint)_index.Length - 1;
        var at = hash & mask;
        while ((_index[at] & mask) != 0)
        {
            at = (at + 1) & mask;
        }

        _filled += _index[at] == 0 ? 1 : 0;
        _index[at] = (hash & ~mask) | (uint)number;
    }

    private void Leave(uint hash, int number)
    {
        var mask = (uint)_index.Length - 1;
        var at = hash & mask;
        while ((_index[at] & mask) != (uint)number)
        {
            at = (at + 1) & mask;
        }

        // What comes after it must still be found; where nothing does, no mark is needed, and none before it.
        _index[at] = ~mask;
        if (_index[(at + 1) & mask] == 0)
        {
            for (; _index[at] == ~mask; at = (at - 1) & mask)
            {
                _index[at] = 0;
                _filled--;
            }
        }
    }
}
