using System.Runtime.InteropServices;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Timeouts;

/// <content>
/// Many at once. Entries lie scattered in much memory, and waiting for it is nearly all that a step costs; what is read of many without one waiting for the other
/// is waited for once. So all are read before the first is changed.
/// </content>
internal sealed partial class TimerWheel
{
    /// <summary>So many at once are looked at.</summary>
    public const int Batch = 128;

    private readonly PackedKey[] _keys = new PackedKey[Batch];
    private readonly uint[] _hashes = new uint[Batch];
    private readonly int[] _numbers = new int[Batch];
    private readonly List<(int Number, int Index)> _taken = [];

    // What was read is kept somewhere, or the compiler would see that nobody needs it.
    private long _read;

    /// <summary>Makes changes, in order.</summary>
    /// <param name="changes">At most <see cref="Batch"/>.</param>
    public void Apply(ReadOnlySpan<TimerChange> changes)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            _hashes[i] = _table.Pack(changes[i].Key, out _keys[i]);
        }

        if (changes.Length > 1)
        {
            ReadAhead(changes.Length);
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

    private void ReadAhead(int count)
    {
        _table.Guess(_hashes.AsSpan(0, count), _numbers);
        var read = 0L;
        foreach (var number in _numbers.AsSpan(0, count))
        {
            if (number != 0)
            {
                ref var entry = ref _table[number];
                read += entry.Due + entry.Home;
            }
        }

        _read = read;
    }

    // Gives out what is due of what was taken out of the slots, and puts the rest where it belongs.
    private void Sort(long time, long target, ref DueKeys? due)
    {
        for (var from = 0; from < _taken.Count; from += Batch)
        {
            Sort(CollectionsMarshal.AsSpan(_taken)[from..Math.Min(_taken.Count, from + Batch)], time, target, ref due);
        }

        _taken.Clear();
    }

    private void Sort(ReadOnlySpan<(int Number, int Index)> taken, long time, long target, ref DueKeys? due)
    {
        if (taken.Length > 1)
        {
            var read = 0L;
            foreach (var (number, _) in taken)
            {
                ref var entry = ref _table[number];
                read += entry.Due + entry.Home;
            }

            _read = read;
        }

        for (var i = 0; i < taken.Length; i++)
        {
            _hashes[i] = _table[taken[i].Number].Key.Hash;
        }

        if (taken.Length > 1)
        {
            _table.Guess(_hashes.AsSpan(0, taken.Length), _numbers);
        }

        for (var i = 0; i < taken.Length; i++)
        {
            var (number, index) = taken[i];
            ref var entry = ref _table[number];
            if (!_table.IsInUse(number) || entry.Home != index)
            {
                // It was removed, or waits elsewhere.
            }
            else if (entry.Due <= time)
            {
                _table.Note(number, ref due);
                _table.Remove(number, _hashes[i]);
            }
            else
            {
                // Of a later round, extended, or of the slot of the present. It is in this slot no more.
                entry.Home = Nowhere;
                PlaceAt(number, target);
            }
        }
    }
}
