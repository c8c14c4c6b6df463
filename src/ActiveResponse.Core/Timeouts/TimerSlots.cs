using System.Numerics;

namespace ActiveResponse.Timeouts;

/// <summary>The slots of a timing wheel: a list of entries each, linked through the entries, and a bit that says whether there are any.</summary>
internal sealed class TimerSlots
{
    /// <summary>At 0.84 s a slot one round takes 30 hours; what is due later passes by once in each round.</summary>
    private const int MostSlots = 1 << 17;

    private readonly int[] _first;
    private readonly ulong[] _used;
    private readonly int _mask;

    /// <param name="count">How many slots: a power of two, at least 64; no more than make sense are made.</param>
    public TimerSlots(int count)
    {
        _first = new int[Math.Min(count, MostSlots)];
        _used = new ulong[_first.Length / 64];
        _mask = _first.Length - 1;
    }

    /// <summary>How many slots there are.</summary>
    public int Count => _first.Length;

    /// <summary>Whether more slots would serve so many entries better.</summary>
    public bool IsCrowdedBy(int entries) => entries > 2 * _first.Length && _first.Length < MostSlots;

    /// <summary>The number of the first entry in a slot; 0 if there is none.</summary>
    public int First(long slot) => _first[(int)slot & _mask];

    /// <summary>Puts an entry into a slot.</summary>
    public void Link(TimerTable table, int number, long slot)
    {
        var index = (int)slot & _mask;
        ref var first = ref _first[index];
        ref var entry = ref table[number];
        entry.Next = first;
        entry.Previous = -1 - index;
        if (first == 0)
        {
            _used[index >> 6] |= 1UL << index;
        }
        else
        {
            table[first].Previous = number;
        }

        first = number;
    }

    /// <summary>Takes an entry out of its slot.</summary>
    public void Unlink(TimerTable table, int number)
    {
        ref var entry = ref table[number];
        if (entry.Next != 0)
        {
            table[entry.Next].Previous = entry.Previous;
        }

        if (entry.Previous > 0)
        {
            table[entry.Previous].Next = entry.Next;
            return;
        }

        var index = -1 - entry.Previous;
        _first[index] = entry.Next;
        if (entry.Next == 0)
        {
            _used[index >> 6] &= ~(1UL << index);
        }
    }

    /// <summary>The first slot from one to another, both included, that has entries; <see cref="long.MaxValue"/> if none has. Each slot is looked at once.</summary>
    public long NextUsed(long from, long to)
    {
        // After one whole round there is nothing new.
        for (var slot = from; slot <= to && slot - from <= _mask;)
        {
            var index = (int)slot & _mask;
            var word = _used[index >> 6] >> index;
            if (word != 0)
            {
                slot += BitOperations.TrailingZeroCount(word);
                return slot <= to ? slot : long.MaxValue;
            }

            slot += 64 - (index & 63);
        }

        return long.MaxValue;
    }
}
