using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Lists our entries, and takes out those that have ended: the program ignores them, but they take room.</summary>
internal static class XdpListing
{
    // The kernel writes a number for each possible one; it can be built for 8,192.
    private const int MostProcessors = 8192;

    /// <summary>The entries in force.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="now">What "now" is.</param>
    /// <param name="sweeps">Whether to take out what has ended.</param>
    /// <exception cref="BpfException">A map can't be listed.</exception>
    public static IReadOnlyList<FirewallEntry> Read(XdpMaps maps, DateTimeOffset now, bool sweeps)
    {
        var bootNow = BootClock.Now();
        var entries = new Dictionary<AddressPrefix, FirewallEntry>();
        for (var number = 0; number < XdpMaps.Counters; number++)
        {
            var form = maps[number].Form;
            var ended = ReadMap(
                maps[number],
                bootNow,
                (key, value) =>
                {
                    var address = XdpEntries.ReadKey(form, key);
                    entries[address] = new FirewallEntry(address, BootClock.Until(XdpEntries.ReadEnd(value), now, bootNow));
                }
            );
            if (sweeps)
            {
                Remove(maps[number], ended);
            }
        }

        return [.. entries.Values];
    }

    /// <summary>Takes out what has ended.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="BpfException">The map can't be listed.</exception>
    public static int Sweep(BpfMap map, ulong bootNow)
    {
        var ended = ReadMap(map, bootNow, static (_, _) => { });
        Remove(map, ended);
        return ended.Length / map.Form.KeyLength;
    }

    private static byte[] ReadMap(BpfMap map, ulong bootNow, TakeElement take)
    {
        var ended = new List<byte>();
        BpfMapReader.ReadAll(
            map,
            (key, value) =>
            {
                if (XdpEntries.ReadEnd(value) > bootNow)
                {
                    take(key, value);
                }
                else
                {
                    ended.AddRange(key);
                }
            }
        );
        return [.. ended];
    }

    private static void Remove(BpfMap map, ReadOnlySpan<byte> keys)
    {
        while (!keys.IsEmpty)
        {
            // One that is gone already stops a call.
            var done = map.Remove(keys, out var error);
            if (error is not (0 or BpfErrors.Missing))
            {
                return;
            }

            keys = keys[Math.Min(keys.Length, (done + (error == 0 ? 0 : 1)) * map.Form.KeyLength)..];
        }
    }

    /// <summary>How many packets were dropped since the blocks were set up.</summary>
    public static ulong Dropped(XdpMaps maps)
    {
        var counts = new ulong[MostProcessors];
        ulong all = 0;
        for (var family = 0; family < 2; family++)
        {
            if (maps[XdpMaps.Counters].TryFind(BitConverter.GetBytes(family), MemoryMarshal.AsBytes(counts.AsSpan())))
            {
                Array.ForEach(counts, count => all += count);
            }
        }

        return all;
    }
}
