using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Makes the changes of a batch: for each map, those of a kind in as few calls as the kernel takes.</summary>
internal sealed class XdpChanges(XdpMaps maps, DateTimeOffset now, CancellationToken cancellationToken)
{
    // A call can't be cancelled; this many take about a millisecond.
    private const int AtOnce = 4096;

    private readonly ulong _bootNow = BootClock.Now();
    private bool _isSwept;

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    public ResponderResult[] Run(IReadOnlyList<FirewallChange> changes)
    {
        var results = new ResponderResult[changes.Count];
        var groups = new Dictionary<(int Map, bool Blocks), List<int>>();
        for (var i = 0; i < changes.Count; i++)
        {
            var kind = (XdpMaps.NumberFor(changes[i].Address), changes[i].Blocks);
            if (!groups.TryGetValue(kind, out var group))
            {
                groups[kind] = group = [];
            }

            group.Add(i);
        }

        // Removals first: they make room.
        foreach (var ((map, blocks), group) in groups.OrderBy(static group => group.Key.Blocks))
        {
            foreach (var part in group.Chunk(AtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (blocks)
                {
                    Put(maps[map], changes, part, results);
                }
                else
                {
                    Remove(maps[map], changes, part, results);
                }
            }
        }

        return results;
    }

    private void Put(BpfMap map, IReadOnlyList<FirewallChange> changes, int[] part, ResponderResult[] results)
    {
        var (keyLength, valueLength) = (map.Form.KeyLength, map.Form.ValueLength);
        var keys = Keys(map, changes, part);
        var values = new byte[part.Length * valueLength];
        for (var i = 0; i < part.Length; i++)
        {
            var entry = changes[part[i]].Entry;
            var end = BootClock.Of(entry.Until, now, _bootNow);
            XdpEntries.WriteValue(entry.Address, end, values.AsSpan(i * valueLength, valueLength));
        }

        var next = 0;
        while (next < part.Length)
        {
            var done = map.Put(keys.AsSpan(next * keyLength), values.AsSpan(next * valueLength), out var error);
            Fill(changes, part.AsSpan(next, done), results);
            next += done;
            if (next < part.Length && !MadeRoom(map, error))
            {
                var address = changes[part[next]].Address;
                results[part[next++]] = ResponderResult.Failed($"{address}: {Explain(map, error)}");
            }
        }
    }

    private static void Remove(BpfMap map, IReadOnlyList<FirewallChange> changes, int[] part, ResponderResult[] results)
    {
        var keys = Keys(map, changes, part);
        var next = 0;
        while (next < part.Length)
        {
            var done = map.Remove(keys.AsSpan(next * map.Form.KeyLength), out var error);
            Fill(changes, part.AsSpan(next, done), results);
            next += done;
            if (next < part.Length)
            {
                var change = changes[part[next]];
                results[part[next++]] =
                    error == BpfErrors.Missing ? change.Absent : ResponderResult.Failed($"{change.Address}: {BpfErrors.Explain(error)}");
            }
        }
    }

    private static byte[] Keys(BpfMap map, IReadOnlyList<FirewallChange> changes, int[] part)
    {
        var length = map.Form.KeyLength;
        var keys = new byte[part.Length * length];
        for (var i = 0; i < part.Length; i++)
        {
            XdpEntries.WriteKey(changes[part[i]].Address, keys.AsSpan(i * length, length));
        }

        return keys;
    }

    private static void Fill(IReadOnlyList<FirewallChange> changes, ReadOnlySpan<int> part, ResponderResult[] results)
    {
        foreach (var index in part)
        {
            results[index] = changes[index].Done;
        }
    }

    /// <summary>Takes out what has ended, once for a batch.</summary>
    private bool MadeRoom(BpfMap map, int error)
    {
        if (_isSwept || !BpfErrors.IsFull(error))
        {
            return false;
        }

        _isSwept = true;
        return XdpListing.Sweep(map, _bootNow) > 0;
    }

    private static string Explain(BpfMap map, int error) =>
        BpfErrors.IsFull(error)
            ? FormattableString.Invariant(
                $"the map {map.Form.Name} is full ({map.Form.Room:N0} entries). Lift some, or raise XdpOptions.MaxElements and uninstall."
            )
            : BpfErrors.Explain(error);
}
