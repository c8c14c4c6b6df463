using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>What this process has put in place, so that it can be put back after somebody flushed the packet filter.</summary>
internal sealed class FirewallMemory(TimeProvider clock)
{
    private readonly Dictionary<AddressPrefix, DateTimeOffset?> _ends = [];

    public void Note(IReadOnlyCollection<FirewallChange> changes)
    {
        _ends.EnsureCapacity(_ends.Count + changes.Count);
        foreach (var change in changes)
        {
            if (change.Blocks)
            {
                _ends[change.Address] = change.Entry.Until;
            }
            else
            {
                _ends.Remove(change.Address);
            }
        }
    }

    /// <summary>Takes entries over that were found in place.</summary>
    public void Adopt(IEnumerable<FirewallEntry> entries)
    {
        foreach (var entry in entries)
        {
            _ends.TryAdd(entry.Address, entry.Until);
        }
    }

    public void Clear() => _ends.Clear();

    /// <summary>What of a family should be in place beside what a batch is about.</summary>
    public IReadOnlyList<FirewallChange> Except(bool isIPv6, IEnumerable<FirewallChange> batch)
    {
        if (_ends.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var theirs = batch.Select(static change => change.Address).ToHashSet();
        return
        [
            .. _ends
                .Where(pair => pair.Key.IsIPv6 == isIPv6 && !theirs.Contains(pair.Key) && !(pair.Value <= now))
                .Select(static pair => new FirewallChange(new FirewallEntry(pair.Key, pair.Value), Blocks: true)),
        ];
    }
}
