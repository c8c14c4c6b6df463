using System.Runtime.InteropServices;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <content>Batched changes. Entries are scattered in much memory, and nearly all of a step's cost is waiting for it. Independent reads
/// wait together, so all are read before the first is changed.</content>
internal sealed partial class TimerWheel
{
    /// <summary>Maximum number of changes per batch.</summary>
    public const int Batch = 128;

    private readonly PackedKey[] _keys = new PackedKey[Batch];
    private readonly uint[] _hashes = new uint[Batch];
    private readonly int[] _numbers = new int[Batch];
    private readonly int[] _tops = new int[Batch];
    private readonly int[] _guessed = new int[Batch];
    private readonly List<(int Number, int Home)> _taken = [];

    // Stored, or the compiler would optimize the reads away.
    private long _read;

    /// <summary>Applies changes, in order.</summary>
    /// <param name="changes">At most <see cref="Batch"/>.</param>
    public void Apply(ReadOnlySpan<TimerChange> changes)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            _hashes[i] = _table.Pack(changes[i].Key, out _keys[i]);
        }

        if (changes.Length > 1)
        {
            ReadAhead(changes);
        }

        for (var i = 0; i < changes.Length; i++)
        {
            ref readonly var change = ref changes[i];
            if (change.Due == TimerChange.Forget)
            {
                Forget(change.Key, _keys[i], _hashes[i]);
            }
            else
            {
                Set(change.Key, _keys[i], _hashes[i], change.Due);
            }
        }
    }

    private void ReadAhead(ReadOnlySpan<TimerChange> changes)
    {
        _table.Guess(_hashes.AsSpan(0, changes.Length), _numbers);
        var (read, news) = (0L, 0);
        for (var i = 0; i < changes.Length; i++)
        {
            if (_numbers[i] is not 0 and var number)
            {
                ref var entry = ref _table[number];
                read += entry.Due + entry.Home;
            }
            else
            {
                // New: it will be put into its slot.
                _tops[news++] = _slots.TopOf(_slots.IndexOf(SlotOf(changes[i].Due)));
            }
        }

        foreach (var top in _tops.AsSpan(0, news))
        {
            read += _slots.Read(top);
        }

        _read = read;
    }

    // Returns what is due among the entries taken from the slots and the heap, and puts the rest where they belong.
    private void Sort(long time, long target, ref DueKeys? due)
    {
        for (var from = 0; from < _taken.Count; from += Batch)
        {
            Sort(CollectionsMarshal.AsSpan(_taken)[from..Math.Min(_taken.Count, from + Batch)], time, target, ref due);
        }

        _taken.Clear();
    }

    private void Sort(ReadOnlySpan<(int Number, int Home)> taken, long time, long target, ref DueKeys? due)
    {
        var read = 0L;
        foreach (var (number, _) in taken)
        {
            ref var entry = ref _table[number];
            read += entry.Due + entry.Home;
        }

        _read = read;
        var count = 0;
        foreach (var (number, home) in taken)
        {
            ref var entry = ref _table[number];
            if (!_table.IsInUse(number) || entry.Home != home)
            {
                // Removed, or waiting elsewhere.
            }
            else if (entry.Due <= time)
            {
                (_numbers[count], _hashes[count]) = (number, entry.Key.Hash);
                count++;
            }
            else if (home != TimerEntry.Near)
            {
                // Of a later round, extended, or of the current slot: it has left this slot.
                entry.Home = Nowhere;
                PlaceAt(number, target);
            }
        }

        TakeOut(_numbers.AsSpan(0, count), _hashes.AsSpan(0, count), ref due);
    }

    private void TakeOut(ReadOnlySpan<int> numbers, ReadOnlySpan<uint> hashes, ref DueKeys? due)
    {
        _table.Guess(hashes, _guessed);
        for (var i = 0; i < numbers.Length; i++)
        {
            // It may be in the heap twice for one time.
            if (_table.IsInUse(numbers[i]))
            {
                due ??= _table.NewDueKeys(numbers.Length);
                _table.Note(numbers[i], due);
                TakeOut(numbers[i], hashes[i]);
            }
        }
    }
}
