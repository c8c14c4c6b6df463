using System.Numerics;
using System.Runtime.CompilerServices;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>
/// Slots of a timing wheel: the entry numbers of each in blocks of seven, and a bit for whether there are any. Single numbers are never
/// removed: an entry that has moved is skipped when its old slot comes up, so that a move touches only the entry.
/// </summary>
internal sealed class TimerSlots
{
    /// <summary>At 0.84 s per slot one round takes 30 hours; later entries are skipped once per round.</summary>
    private const int MostSlots = 1 << 17;

    // A block is a cache line or half of one: seven numbers and the number of the next block.
    private const int BlockBits = 3;
    private const int Next = (1 << BlockBits) - 1;

    // Number of the first block and of the entries in it; 0 for none.
    private readonly int[] _first;
    private readonly ulong[] _used;
    private readonly int _mask;
    private readonly PagedArray<Block> _pages = new();
    private int _free;
    private int _blocks = 1;

    /// <param name="count">Number of slots: a power of two, at least 64; capped at a useful maximum.</param>
    public TimerSlots(int count)
    {
        _first = new int[Math.Min(count, MostSlots)];
        _used = new ulong[_first.Length / 64];
        _mask = _first.Length - 1;
    }

    /// <summary>Number of slots.</summary>
    public int Count => _first.Length;

    /// <summary>Number of entry numbers, including those to be skipped.</summary>
    public int Held { get; private set; }

    /// <summary>Whether more slots would suit this many entries better.</summary>
    public bool IsCrowdedBy(int entries) => entries > 2 * _first.Length && _first.Length < MostSlots;

    /// <summary>Returns the index of a slot.</summary>
    public int IndexOf(long slot) => (int)slot & _mask;

    /// <summary>Adds a number to a slot.</summary>
    public void Add(int index, int number)
    {
        ref var first = ref _first[index];
        if ((first & Next) is 0 or Next)
        {
            _used[index >> 6] |= 1UL << index;
            var block = NewBlock();
            _pages[block][Next] = first >> BlockBits;
            first = block << BlockBits;
        }

        _pages[first >> BlockBits][first & Next] = number;
        first++;
        Held++;
    }

    /// <summary>Takes all numbers from a slot.</summary>
    public void TakeAll(int index, List<(int Number, int Home)> taken)
    {
        var first = _first[index];
        _first[index] = 0;
        _used[index >> 6] &= ~(1UL << index);
        for (int block = first >> BlockBits, count = first & Next; block != 0; count = Next)
        {
            ref var numbers = ref _pages[block];
            for (var i = 0; i < count; i++)
            {
                taken.Add((numbers[i], index));
            }

            Held -= count;
            var next = numbers[Next];
            numbers[Next] = _free;
            _free = block;
            block = next;
        }
    }

    /// <summary>Copies numbers of a slot.</summary>
    /// <returns>Their count; one more than fits if there are more.</returns>
    public int Peek(int index, Span<int> into)
    {
        var found = 0;
        for (int block = _first[index] >> BlockBits, count = _first[index] & Next; block != 0; block = _pages[block][Next], count = Next)
        {
            foreach (var number in _pages[block][..count])
            {
                if (found == into.Length)
                {
                    return found + 1;
                }

                into[found++] = number;
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the first slot with numbers in a range, bounds included; <see cref="long.MaxValue"/> if there is none. Checks each slot
    /// once.
    /// </summary>
    public long NextUsed(long from, long to)
    {
        // After one whole round, slots repeat.
        var slot = from;
        while (slot <= to && slot - from <= _mask)
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

    /// <summary>Empties all slots, keeping the memory.</summary>
    public void Clear()
    {
        Array.Clear(_first);
        Array.Clear(_used);
        (_free, _blocks, Held) = (0, 1, 0);
    }

    private int NewBlock()
    {
        var block = _free;
        if (block != 0)
        {
            _free = _pages[block][Next];
            return block;
        }

        block = _blocks++;
        if (block >= _pages.Length)
        {
            _pages.Grow();
        }

        return block;
    }

    [InlineArray(1 << BlockBits)]
    private struct Block
    {
        private int _number;
    }
}
