using System.Numerics;
using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>Timer entries and the hash table that finds them, in two arrays. An entry keeps its number until it is removed; 0 is no entry.</summary>
internal sealed class TimerTable
{
    private TimerEntry[] _entries;
    private int[] _buckets;
    private int _free;
    private int _used = 1;

    /// <param name="capacity">So many fit before it grows; rounded up to a power of two less one.</param>
    public TimerTable(int capacity)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)capacity + 1);
        _entries = new TimerEntry[length];
        _buckets = new int[length];
    }

    /// <summary>How many are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many fit before it grows.</summary>
    public int Capacity => _entries.Length - 1;

    /// <summary>The entry of a number; good until one is added.</summary>
    public ref TimerEntry this[int number] => ref _entries[number];

    // The hash of an address is seeded for each process: nobody can choose addresses that collide. Few responders act on one address, so their names may.
    public static int HashOf(in ActionKey key) => key.Subject is { Address: { } address, User: null, File: null }
        ? address.GetHashCode()
        : HashCode.Combine(key);

    /// <summary>The number of a key's entry; 0 if there is none.</summary>
    public int Find(in ActionKey key, int hash)
    {
        var entries = _entries;
        var number = _buckets[hash & (_buckets.Length - 1)];
        while (number != 0)
        {
            ref var entry = ref entries[number];
            if (entry.Hash == hash && IsSame(entry.Key, key))
            {
                return number;
            }

            number = entry.NextInBucket;
        }

        return 0;
    }

    /// <summary>Adds an entry for a key that has none; it is in no slot yet.</summary>
    public int Add(in ActionKey key, int hash, long due)
    {
        var number = _free;
        if (number != 0)
        {
            _free = _entries[number].NextInBucket;
        }
        else
        {
            if (_used == _entries.Length)
            {
                Grow();
            }

            number = _used++;
        }

        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[number] = new TimerEntry { Key = key, Due = due, Hash = hash, NextInBucket = bucket, Previous = TimerEntry.Near };
        bucket = number;
        Count++;
        return number;
    }

    /// <summary>Removes an entry, which must be in no slot any more.</summary>
    public void Remove(int number)
    {
        ref var removed = ref _entries[number];
        ref var link = ref _buckets[removed.Hash & (_buckets.Length - 1)];
        while (link != number)
        {
            link = ref _entries[link].NextInBucket;
        }

        link = removed.NextInBucket;
        removed = new TimerEntry { NextInBucket = _free };
        _free = number;
        Count--;
    }

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

    /// <summary>Whether a number names an entry now.</summary>
    public bool IsInUse(int number) => _entries[number].Key.Subject is not null;

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _buckets = new int[_entries.Length];
        for (var number = 1; number < _used; number++)
        {
            ref var entry = ref _entries[number];
            ref var bucket = ref _buckets[entry.Hash & (_buckets.Length - 1)];
            entry.NextInBucket = bucket;
            bucket = number;
        }
    }

    private static bool IsSame(in ActionKey one, in ActionKey other) =>
        (ReferenceEquals(one.Subject, other.Subject) || one.Subject.Equals(other.Subject)) && one.Responder == other.Responder;
}
