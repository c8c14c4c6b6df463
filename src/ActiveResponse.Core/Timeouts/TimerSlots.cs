using System.Numerics;
using System.Runtime.CompilerServices;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>
/// The slots of a timing wheel: the numbers of the entries that wait in each, in blocks of seven, and a bit that says whether there are
/// any. Nothing is taken out of a slot alone: an entry that has gone elsewhere is passed over when its old slot comes up, so that nothing
/// but the entry itself is touched when it moves.
/// </summary>
internal sealed class TimerSlots
{
    /// <summary>At 0.84 s a slot one round takes 30 hours; what is due later passes by once in each round.</summary>
    private const int MostSlots = 1 << 17;

    // A block is a line of the cache or half of one: seven numbers and the number of the next block.
    private const int BlockBits = 3;
    private const int Next = (1 << BlockBits) - 1;

    // The number of the first block and how many are in it; 0 for none.
    private readonly int[] _first;
    private readonly ulong[] _used;
    private readonly int _mask;
    private readonly PagedArray<Block> _pages = new();
    private int _free;
    private int _blocks = 1;

    /// <param name="count">How many slots: a power of two, at least 64; no more than make sense are made.</param>
    public TimerSlots(int count)
    {
        _first = new int[Math.Min(count, MostSlots)];
        _used = new ulong[_first.Length / 64];
        _mask = _first.Length - 1;
    }

    /// <summary>How many slots there are.</summary>
    public int Count => _first.Length;

    /// <summary>How many numbers are in them, with those that will be passed over.</summary>
    public int Held { get; private set; }

    /// <summary>Whether more slots would serve so many entries better.</summary>
    public bool IsCrowdedBy(int entries) => entries > 2 * _first.Length && _first.Length < MostSlots;

    /// <summary>The place of a slot among those that there are.</summary>
    public int IndexOf(long slot) => (int)slot & _mask;

    /// <summary>Where the next number of a slot goes, for <see cref="Read"/>.</summary>
    public int TopOf(int index) => _first[index];

    /// <summary>Reads from there. Who adds many reads for all of them first: the processor then waits for them together.</summary>
    public int Read(int top) => top == 0 ? 0 : _pages[top >> BlockBits][0];

    /// <summary>Puts a number into a slot.</summary>
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

    /// <summary>Takes all numbers out of a slot.</summary>
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
    /// <returns>How many; one more than there is room for if there are more.</returns>
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

    /// <summary>The first slot from one to another, both included, that has numbers; <see cref="long.MaxValue"/> if none has. Each slot is
    /// looked at once.</summary>
    public long NextUsed(long from, long to)
    {
        // After one whole round there is nothing new.
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

    /// <summary>Empties all slots, and keeps the memory.</summary>
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
