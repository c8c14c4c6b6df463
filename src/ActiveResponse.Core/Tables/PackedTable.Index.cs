using System.Numerics;

namespace ActiveResponse.Tables;

/// <content>
/// The hash table is one array of numbers; the bits of it that no number needs hold bits of the hash, so that entries of other keys are
/// rarely touched: one look-up is one miss of the cache for the number and one for the entry.
/// </content>
internal sealed partial class PackedTable<TEntry>
{
    private const int SmallestIndex = 64;

    private uint[] _index = new uint[SmallestIndex];
    private int _filled;

    /// <summary>Makes the hash table large enough for so many.</summary>
    public void Reserve(int count)
    {
        var length = LengthFor(count);
        if (length > _index.Length)
        {
            Rebuild(length);
        }
    }

    private bool MakeRoom()
    {
        // Marks of what was removed count: they are passed by as entries are.
        if (_filled >= _index.Length - (_index.Length / 4) || _used >= _index.Length)
        {
            Rebuild(Math.Max(LengthFor(Count), (int)BitOperations.RoundUpToPowerOf2((uint)_used + 1)));
            return true;
        }

        return false;
    }

    private static int LengthFor(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestIndex, count + (count / 2)));

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

    // The place of a key, or the first where it can go.
    private uint Seek(in PackedKey key, uint hash)
    {
        var index = _index;
        var mask = (uint)index.Length - 1;
        var (at, free) = (hash & mask, uint.MaxValue);
        for (; index[at] != 0; at = (at + 1) & mask)
        {
            var number = (int)(index[at] & mask);
            if (number == 0)
            {
                free = free == uint.MaxValue ? at : free;
            }
            else if (((index[at] ^ hash) & ~mask) == 0 && this[number].Key.IsSame(key))
            {
                return at;
            }
        }

        return free == uint.MaxValue ? at : free;
    }

    private void Enter(uint hash, int number)
    {
        var mask = (uint)_index.Length - 1;
        var at = hash & mask;
        while ((_index[at] & mask) != 0)
        {
            at = (at + 1) & mask;
        }

        Enter(at, hash, number);
    }

    private void Enter(uint at, uint hash, int number)
    {
        _filled += _index[at] == 0 ? 1 : 0;
        _index[at] = (hash & ~((uint)_index.Length - 1)) | (uint)number;
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
