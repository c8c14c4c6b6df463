using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What this process has put in place, so that it can be put back after somebody flushed the ruleset.</summary>
internal sealed class NftablesMemory(TimeProvider clock)
{
    // What is in place is looked at while blocks are made.
    private readonly Lock _gate = new();
    // The ends in ticks of UTC; what has none has the last of all.
    private readonly Dictionary<AddressPrefix, long> _ends = [];

    public void Note(IReadOnlyList<FirewallChange> changes)
    {
        lock (_gate)
        {
            for (var i = 0; i < changes.Count; i++)
            {
                var change = changes[i];
                if (change.Blocks)
                {
                    _ends[change.Address] = Ticks(change.Entry);
                }
                else
                {
                    _ends.Remove(change.Address);
                }
            }
        }
    }

    /// <summary>Takes entries over that were found in place.</summary>
    public void Adopt(IEnumerable<FirewallEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _ends.TryAdd(entry.Address, Ticks(entry));
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _ends.Clear();
        }
    }

    /// <summary>What should be in place beside what a batch is about.</summary>
    public IReadOnlyList<FirewallChange> Except(IEnumerable<FirewallChange> batch)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var theirs = batch.Select(static change => change.Address).ToHashSet();
        lock (_gate)
        {
            return [.. _ends.Where(pair => !theirs.Contains(pair.Key) && pair.Value > now).Select(static pair => new FirewallChange(new FirewallEntry(pair.Key, Until(pair.Value)), Blocks: true))];
        }
    }

    private static long Ticks(FirewallEntry entry) => entry.Until?.UtcTicks ?? long.MaxValue;

    private static DateTimeOffset? Until(long ticks) => ticks == long.MaxValue ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
