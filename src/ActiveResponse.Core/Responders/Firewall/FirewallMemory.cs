using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Tables;

namespace ActiveResponse.Responders.Firewall;

/// <summary>The entries this process has made, to restore them after someone flushed the packet filter.</summary>
internal sealed class FirewallMemory(TimeProvider clock)
{
    // All are of one backend.
    private const byte Owner = 1;

    // Drift checks read it while blocks are made.
    private readonly Lock _gate = new();
    private PackedTable<Block> _blocks = new();
    private HashSet<AddressPrefix>? _lifted;
    private int _lists;

    public void Note(IReadOnlyList<FirewallChange> changes)
    {
        lock (_gate)
        {
            for (var i = 0; i < changes.Count; i++)
            {
                var change = changes[i];
                var key = KeyOf(change.Address);
                if (change.Blocks)
                {
                    _blocks[_blocks.FindOrAdd(key, out _)].End = Ticks(change.Entry);
                }
                else
                {
                    _lifted?.Add(change.Address);
                    if (_blocks.Find(key) is not 0 and var number)
                    {
                        _blocks.Remove(number);
                    }
                }
            }

            if (_blocks.IsSparse)
            {
                _blocks.Compact();
            }
        }
    }

    /// <summary>Remembers what is lifted until <see cref="EndList"/>: a list may show it.</summary>
    public void BeginList()
    {
        lock (_gate)
        {
            _lists++;
            _lifted ??= [];
        }
    }

    public void EndList()
    {
        lock (_gate)
        {
            if (--_lists == 0)
            {
                _lifted = null;
            }
        }
    }

    /// <summary>Takes over entries that were found in place, except what was lifted since the list began.</summary>
    public void Adopt(IEnumerable<FirewallEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                if (_lifted?.Contains(entry.Address) == true)
                {
                    continue;
                }

                var number = _blocks.FindOrAdd(KeyOf(entry.Address), out var isNew);
                if (isNew)
                {
                    _blocks[number].End = Ticks(entry);
                }
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _blocks = new PackedTable<Block>();
        }
    }

    /// <summary>The entries that should be in place besides those of a batch.</summary>
    /// <param name="batch">The changes of the batch.</param>
    /// <param name="isIPv6">The address family; null for both.</param>
    public IReadOnlyList<FirewallChange> Except(IEnumerable<FirewallChange> batch, bool? isIPv6 = null)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var theirs = batch.Select(static change => change.Address).ToHashSet();
        var others = new List<FirewallChange>();
        lock (_gate)
        {
            for (var number = _blocks.Next(0); number != 0; number = _blocks.Next(number))
            {
                ref var block = ref _blocks[number];
                var address = block.Key.Address;
                if (block.End > now && (isIPv6 is null || address.IsIPv6 == isIPv6) && !theirs.Contains(address))
                {
                    others.Add(new FirewallChange(new FirewallEntry(address, Until(block.End)), Blocks: true));
                }
            }
        }

        return others;
    }

    private static PackedKey KeyOf(AddressPrefix address) => new(address, Owner);

    private static long Ticks(FirewallEntry entry) => entry.Until?.UtcTicks ?? long.MaxValue;

    private static DateTimeOffset? Until(long ticks) => ticks == long.MaxValue ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    /// <summary>28 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Block : IPackedEntry
    {
        /// <summary>In UTC ticks; entries without an end have the maximum.</summary>
        public long End;

        private PackedKey _key;

        [UnscopedRef]
        public ref PackedKey Key => ref _key;

        public int NextFree
        {
            readonly get => (int)End;
            set => End = value;
        }
    }
}
