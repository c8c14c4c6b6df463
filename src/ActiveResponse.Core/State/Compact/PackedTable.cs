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

    /// <summary>The number of a key's entry; 0 if there is none.</summary>
    public int Find(in PackedKey key)
    {
        var index = _index;
        var mask = (uint)index.Length - 1;
        var hash = key.Hash;
        for (var at = hash & mask; index[at] != 0; at = (at + 1) & mask)
        {
            var number = (int)(index[at] & mask);
            if (((index[at] ^ hash) & ~mask) == 0 && number != 0 && this[number].Key.IsSame(key))
            {
                return number;
            }
        }

        return 0;
    }

    /// <summary>Adds an entry for a key that has none; the rest of it is zero.</summary>
    public int Add(in PackedKey key)
    {
        var number = Take();
        Count++;
        if (key.Owner != PackedKey.Elsewhere)
        {
            MakeRoom();
            Enter(key.Hash, number);
        }

        this[number].Key = key;
        return number;
    }

    /// <summary>Removes an entry.</summary>
    public void Remove(int number)
    {
        ref var entry = ref this[number];
        if (entry.Key.Owner != PackedKey.Elsewhere)
        {
            Leave(entry.Key.Hash, number);
        }

        entry = new TEntry { NextFree = _free };
        _free = number;
        Count--;
    }

    /// <summary>Reads ahead of <see cref="Remove"/>: what is read of many at once is waited for once.</summary>
    public uint Touch(uint hash) => _index[hash & (uint)(_index.Length - 1)];

    /// <summary>The numbers of all entries.</summary>
    public IEnumerable<int> Numbers()
    {
        for (var number = 1; number < _used; number++)
        {
            if (IsInUse(number))
            {
                yield return number;
            }
        }
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
        if (_filled >= _index.Length - (_index.Length / 4) || _used > _index.Length)
        {
            Rebuild((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(_used, Math.Max(SmallestIndex, Count + (Count / 2)))));
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
