using System.Numerics;
using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>
/// Hashed timing wheel: due times in slots of 0.84 s, with constant cost of setting, moving and removing. Entries due within the current
/// slot or earlier are in a small heap, so that times are exact. Not thread-safe.
/// </summary>
/// <remarks>
/// An entry moved to a later time stays in its slot until that slot comes up, so repeated extensions cost one lookup each. One moved to an
/// earlier time, or removed, leaves a stale number behind.
/// </remarks>
internal sealed class TimerWheel(long now)
{
    private const int SlotBits = 23;
    private const int FewestSlots = 1024;

    private const int Nowhere = TimerEntry.Near - 1;

    // A longer search for the earliest entry of a slot costs more than waking up at the slot's start.
    private const int LongestSearch = 64;

    // Taken entries are sorted in portions, so that a flood of them needs no large list.
    private const int MostTaken = 128;

    private readonly TimerTable _table = new();
    private readonly PriorityQueue<int, long> _near = new();
    private readonly List<int> _moved = [];
    private readonly List<(int Number, int Home)> _taken = [];
    private TimerSlots _slots = new(FewestSlots);
    private long _position = SlotOf(now);
    private int _nearCount;

    /// <summary>Number of waiting entries.</summary>
    public int Count => _table.Count;

    /// <summary>Number of entries that fit into the allocated memory.</summary>
    public int Capacity => _table.Capacity;

    /// <summary>Sets when an effect is due, replacing any earlier time.</summary>
    public void Set(in ActionKey key, long due)
    {
        var hash = _table.Pack(key, out var packed);
        var number = _table.FindOrAdd(key, packed, hash, out var isNew);
        ref var entry = ref _table[number];
        if (isNew)
        {
            (entry.Due, entry.Home) = (due, Nowhere);
            Place(number);
            GrowSlots();
        }
        else if (due != entry.Due)
        {
            Move(number, due);
        }
    }

    /// <summary>Removes an effect.</summary>
    public void Remove(in ActionKey key)
    {
        var hash = _table.Pack(key, out var packed);
        var number = _table.Find(key, packed, hash);
        if (number != 0)
        {
            TakeOut(number, hash);
            TidyNear();
            Shrink();
            TidySlots();
        }
    }

    /// <summary>
    /// Moves to a time, which may precede the last one, and takes what is due by then; within one round of the wheel earlier slots come
    /// first.
    /// </summary>
    public IReadOnlyList<ActionKey> Advance(long time)
    {
        DueKeys? due = null;
        var target = SlotOf(time);
        if (target < _position)
        {
            GoBack(target);
        }

        TakeNear(time);

        // One round covers each slot, so anything before the last one needs no second check.
        var from = Math.Max(_position + 1, target - _slots.Count + 1);
        for (var slot = _slots.NextUsed(from, target); slot <= target; slot = _slots.NextUsed(slot + 1, target))
        {
            _slots.TakeAll(_slots.IndexOf(slot), _taken);
            if (_taken.Count >= MostTaken)
            {
                Sort(time, target, ref due);
            }
        }

        Sort(time, target, ref due);
        _position = target;
        Shrink();
        return due is null ? [] : due;
    }

    /// <summary>Returns when to advance next: not after the earliest due time or the horizon.</summary>
    public long Next(long horizon)
    {
        DropStale();
        if (_near.TryPeek(out _, out var nearest))
        {
            return Math.Min(nearest, horizon);
        }

        // An entry may be in a slot before its time, never after it.
        var (earliest, last) = (horizon, SlotOf(horizon));
        for (
            var slot = _slots.NextUsed(_position + 1, last);
            slot <= last && slot << SlotBits < earliest;
            slot = _slots.NextUsed(slot + 1, last)
        )
        {
            earliest = Math.Min(earliest, EarliestOf(slot));
        }

        return earliest;
    }

    private static long SlotOf(long time) => time >> SlotBits;

    private void Move(int number, long due)
    {
        ref var entry = ref _table[number];
        var (wasNear, isSooner) = (entry.Home == TimerEntry.Near, due < entry.Due);
        entry.Due = due;
        if (wasNear)
        {
            _nearCount--;
            Place(number);
            TidyNear();
            TidySlots();
        }
        else if (isSooner)
        {
            Place(number);
            TidySlots();
        }
    }

    private long EarliestOf(long slot)
    {
        Span<int> numbers = stackalloc int[LongestSearch];
        var index = _slots.IndexOf(slot);
        var count = _slots.Peek(index, numbers);
        if (count > LongestSearch)
        {
            return slot << SlotBits;
        }

        var earliest = long.MaxValue;
        foreach (var number in numbers[..count])
        {
            if (_table.IsInUse(number) && _table[number].Home == index)
            {
                earliest = Math.Min(earliest, _table[number].Due);
            }
        }

        return earliest;
    }

    private void Place(int number) => PlaceAt(number, _position);

    private void PlaceAt(int number, long position)
    {
        ref var entry = ref _table[number];
        var slot = SlotOf(entry.Due);
        if (slot <= position)
        {
            entry.Home = TimerEntry.Near;
            _near.Enqueue(number, entry.Due);
            _nearCount++;
            return;
        }

        var home = _slots.IndexOf(slot);
        if (entry.Home != home)
        {
            entry.Home = home;
            _slots.Add(home, number);
        }
    }

    private void TakeOut(int number, uint hash)
    {
        if (_table[number].Home == TimerEntry.Near)
        {
            _nearCount--;
        }

        _table.Remove(number, hash);
    }

    // Returns what is due among the entries taken from the slots and the heap, and puts the rest where they belong.
    private void Sort(long time, long target, ref DueKeys? due)
    {
        foreach (var (number, home) in _taken)
        {
            ref var entry = ref _table[number];
            if (!_table.IsInUse(number) || entry.Home != home)
            {
                // Removed, or waiting elsewhere.
            }
            else if (entry.Due <= time)
            {
                due ??= _table.NewDueKeys(_taken.Count);
                _table.Note(number, due);
                TakeOut(number, entry.Key.Hash);
            }
            else if (home != TimerEntry.Near)
            {
                // Of a later round, extended, or of the current slot: it has left this slot.
                entry.Home = Nowhere;
                PlaceAt(number, target);
            }
        }

        _taken.Clear();
    }

    private void TakeNear(long time)
    {
        while (_near.TryPeek(out var number, out var at) && at <= time)
        {
            _near.Dequeue();
            _taken.Add((number, TimerEntry.Near));
        }
    }

    // A number reused for the same time is as good as its own.
    private bool IsNear(int number, long at) =>
        _table.IsInUse(number) && _table[number].Home == TimerEntry.Near && _table[number].Due == at;

    private void DropStale()
    {
        while (_near.TryPeek(out var number, out var at) && !IsNear(number, at))
        {
            _near.Dequeue();
        }
    }

    private void TidyNear()
    {
        if (_near.Count > 64 && _near.Count > 2 * _nearCount)
        {
            GoBack(_position);
        }
    }

    // The clock was set back: what was near may be far again.
    private void GoBack(long position)
    {
        foreach (var (number, at) in _near.UnorderedItems)
        {
            if (IsNear(number, at))
            {
                // It may be in the heap twice for one time.
                _table[number].Home = Nowhere;
                _moved.Add(number);
            }
        }

        _near.Clear();
        _nearCount = 0;
        _position = position;
        foreach (var number in _moved)
        {
            Place(number);
        }

        _moved.Clear();
    }

    // Stale numbers in slots must not become many more than the entries.
    private void TidySlots()
    {
        if (_slots.Held > (2 * _table.Count) + FewestSlots)
        {
            _slots.Clear();
            Fill();
        }
    }

    private void GrowSlots()
    {
        if (_slots.IsCrowdedBy(_table.Count))
        {
            NewSlots();
        }
    }

    private void Shrink()
    {
        if (_table.IsSparse)
        {
            _table.Compact();
            NewSlots();
            _near.TrimExcess();
        }
    }

    private void NewSlots()
    {
        _slots = new TimerSlots((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(FewestSlots, _table.Count)));
        Fill();
    }

    private void Fill()
    {
        _near.Clear();
        _nearCount = 0;
        for (var number = _table.Next(0); number != 0; number = _table.Next(number))
        {
            _table[number].Home = Nowhere;
            Place(number);
        }
    }
}
