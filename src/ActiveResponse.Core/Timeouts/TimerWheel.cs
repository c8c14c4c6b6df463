using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>
/// A hashed timing wheel: due times in slots of 0.84 s, where setting, moving and removing one costs the same however many there are. What is due within the
/// slot of the present, or earlier, is in a small heap, so that the times are exact. Not for several threads at once.
/// </summary>
/// <remarks>An entry that is moved to a later time stays in its slot until that slot comes up: being extended again and again costs one look-up each time.</remarks>
internal sealed class TimerWheel(long now)
{
    private const int SlotBits = 23;
    private const int SmallestCapacity = 1023;

    // A longer search than this for the very earliest entry of a slot costs more than waking up at the slot's start.
    private const int LongestSearch = 64;

    private readonly PriorityQueue<int, long> _near = new();
    private readonly List<int> _moved = [];
    private TimerTable _table = new(SmallestCapacity);
    private TimerSlots _slots = new(SmallestCapacity + 1);
    private long _position = SlotOf(now);
    private int _nearCount;

    /// <summary>How many wait.</summary>
    public int Count => _table.Count;

    /// <summary>How many may wait in the memory there is.</summary>
    public int Capacity => _table.Capacity;

    /// <summary>Sets when an effect is due, in place of any earlier time.</summary>
    public void Set(in ActionKey key, long due)
    {
        var hash = TimerTable.HashOf(key);
        var number = _table.Find(key, hash);
        if (number == 0)
        {
            number = _table.Add(key, hash, due);
            Place(number);
            GrowSlots();
            return;
        }

        ref var entry = ref _table[number];
        var isSooner = due < entry.Due;
        if (entry.Previous == TimerEntry.Near)
        {
            if (due != entry.Due)
            {
                _nearCount--;
                entry.Due = due;
                Place(number);
                TidyNear();
            }

            return;
        }

        entry.Due = due;
        if (isSooner)
        {
            _slots.Unlink(_table, number);
            Place(number);
        }
    }

    /// <summary>Forgets an effect.</summary>
    public void Remove(in ActionKey key)
    {
        var number = _table.Find(key, TimerTable.HashOf(key));
        if (number != 0)
        {
            TakeOut(number);
            TidyNear();
            Shrink();
        }
    }

    /// <summary>Goes to a time, which may lie before the last one, and takes out what is due by then; within one round of the wheel earlier slots come first.</summary>
    public void Advance(long time, List<ActionKey> due)
    {
        var target = SlotOf(time);
        if (target < _position)
        {
            GoBack(target);
        }

        TakeNear(time, due);

        // Within one round each slot comes up, so what lies before the last one needs no second look.
        var from = Math.Max(_position + 1, target - _slots.Count + 1);
        for (var slot = _slots.NextUsed(from, target); slot <= target; slot = _slots.NextUsed(slot + 1, target))
        {
            for (var number = _slots.First(slot); number != 0;)
            {
                ref var entry = ref _table[number];
                var next = entry.Next;
                _slots.Unlink(_table, number);
                if (entry.Due <= time)
                {
                    due.Add(entry.Key);
                    _table.Remove(number);
                }
                else
                {
                    // Of a later round, extended, or of the slot of the present.
                    PlaceAt(number, target);
                }

                number = next;
            }
        }

        _position = target;
        Shrink();
    }

    /// <summary>When to advance next: not later than the earliest due time, and not later than the horizon.</summary>
    public long Next(long horizon)
    {
        DropStale();
        if (_near.TryPeek(out _, out var nearest))
        {
            return Math.Min(nearest, horizon);
        }

        // An entry may stand in an earlier slot than its time, never in a later one.
        var (earliest, last) = (horizon, SlotOf(horizon));
        for (var slot = _slots.NextUsed(_position + 1, last); slot <= last && slot << SlotBits < earliest; slot = _slots.NextUsed(slot + 1, last))
        {
            earliest = Math.Min(earliest, EarliestOf(slot));
        }

        return earliest;
    }

    private static long SlotOf(long time) => time >> SlotBits;

    private long EarliestOf(long slot)
    {
        var earliest = long.MaxValue;
        var searched = 0;
        for (var number = _slots.First(slot); number != 0; number = _table[number].Next)
        {
            if (++searched > LongestSearch)
            {
                return slot << SlotBits;
            }

            earliest = Math.Min(earliest, _table[number].Due);
        }

        return earliest;
    }

    private void Place(int number) => PlaceAt(number, _position);

    private void PlaceAt(int number, long position)
    {
        ref var entry = ref _table[number];
        var slot = SlotOf(entry.Due);
        if (slot > position)
        {
            _slots.Link(_table, number, slot);
            return;
        }

        entry.Previous = TimerEntry.Near;
        _near.Enqueue(number, entry.Due);
        _nearCount++;
    }

    private void TakeOut(int number)
    {
        if (_table[number].Previous == TimerEntry.Near)
        {
            _nearCount--;
        }
        else
        {
            _slots.Unlink(_table, number);
        }

        _table.Remove(number);
    }

    private void TakeNear(long time, List<ActionKey> due)
    {
        while (_near.TryPeek(out var number, out var at) && at <= time)
        {
            _near.Dequeue();
            if (IsNear(number, at))
            {
                due.Add(_table[number].Key);
                TakeOut(number);
            }
        }
    }

    // A number that was given up and taken anew for the same time is as good as its own.
    private bool IsNear(int number, long at) => _table.IsInUse(number) && _table[number].Previous == TimerEntry.Near && _table[number].Due == at;

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

    // Somebody set the clock back: what was near may be far again.
    private void GoBack(long position)
    {
        foreach (var (number, at) in _near.UnorderedItems)
        {
            if (IsNear(number, at))
            {
                // It may be in the heap twice, for one time.
                _table[number].Previous = 0;
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

    private void GrowSlots()
    {
        if (_slots.IsCrowdedBy(_table.Count))
        {
            Fill(_table.Capacity + 1);
        }
    }

    private void Shrink()
    {
        if (_table.Capacity <= SmallestCapacity || _table.Count > _table.Capacity / 8)
        {
            return;
        }

        var old = _table;
        _table = new TimerTable(Math.Max(SmallestCapacity, 2 * old.Count));
        foreach (var number in old.Numbers())
        {
            ref var entry = ref old[number];
            _table.Add(entry.Key, entry.Hash, entry.Due);
        }

        Fill(_table.Capacity + 1);
    }

    private void Fill(int slots)
    {
        _slots = new TimerSlots(slots);
        _near.Clear();
        _near.TrimExcess();
        _nearCount = 0;
        foreach (var number in _table.Numbers())
        {
            Place(number);
        }
    }
}
