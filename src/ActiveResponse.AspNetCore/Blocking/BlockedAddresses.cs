using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.AspNetCore.Blocking;

/// <summary>The blocked addresses and networks, made for very many questions: one look for the address, and one for each length of network
/// that is in use. Asking takes no lock and allocates nothing.</summary>
internal sealed class BlockedAddresses
{
    private readonly Lock _gate = new();

    // Who holds it: two responders may have blocked the same address, and the first to end must not free it.
    private readonly ConcurrentDictionary<AddressPrefix, ImmutableArray<string>> _holders = new();
    private readonly Dictionary<(bool IsIPv6, int Length), int> _lengths = [];
    private volatile int[] _lengths4 = [];
    private volatile int[] _lengths6 = [];

    /// <summary>The number of addresses and networks.</summary>
    public int Count => _holders.Count;

    /// <summary>Whether an address is blocked. IPv4 in IPv6 notation counts as IPv4.</summary>
    public bool IsBlocked(IPAddress? address)
    {
        // Not IsEmpty of the dictionary: it takes all of its locks where nothing is blocked.
        if (address is null || _lengths4.Length + _lengths6.Length == 0)
        {
            return false;
        }

        var single = AddressPrefix.From(address);
        foreach (var length in single.IsIPv6 ? _lengths6 : _lengths4)
        {
            if (_holders.ContainsKey(single.Within(length)))
            {
                return true;
            }
        }

        return false;
    }

    public void Add(AddressPrefix address, string holder)
    {
        lock (_gate)
        {
            if (!_holders.TryGetValue(address, out var holders))
            {
                CountLength(address, 1);
                holders = [];
            }

            if (!holders.Contains(holder))
            {
                _holders[address] = holders.Add(holder);
            }
        }
    }

    /// <returns>Whether the holder had it.</returns>
    public bool Remove(AddressPrefix address, string holder)
    {
        lock (_gate)
        {
            if (!_holders.TryGetValue(address, out var holders) || !holders.Contains(holder))
            {
                return false;
            }

            if (holders.Length > 1)
            {
                _holders[address] = holders.Remove(holder);
                return true;
            }

            _holders.TryRemove(address, out _);
            CountLength(address, -1);
            return true;
        }
    }

    public IReadOnlyList<AddressPrefix> HeldBy(string holder) =>
        [.. _holders.Where(entry => entry.Value.Contains(holder)).Select(static entry => entry.Key)];

    /// <summary>Everything, with who holds it.</summary>
    public IReadOnlyList<(AddressPrefix Address, string Holder)> All() =>
        [.. _holders.SelectMany(static entry => entry.Value.Select(holder => (entry.Key, holder)))];

    private void CountLength(AddressPrefix address, int by)
    {
        var key = (address.IsIPv6, address.Length);
        var count = _lengths.GetValueOrDefault(key) + by;
        if (count > 0)
        {
            _lengths[key] = count;
        }
        else
        {
            _lengths.Remove(key);
        }

        if (count == 0 || (count == 1 && by > 0))
        {
            // Single addresses first: most blocks are.
            _lengths4 = LengthsOf(isIPv6: false);
            _lengths6 = LengthsOf(isIPv6: true);
        }
    }

    private int[] LengthsOf(bool isIPv6) =>
        [.. _lengths.Keys.Where(key => key.IsIPv6 == isIPv6).Select(static key => key.Length).OrderDescending()];
}
