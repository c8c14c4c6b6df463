using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The entries of one of our sets, runtime or permanent. Hold the lock: changes read the whole set and write it
/// back.</summary>
internal sealed class FirewalldSet(IFirewalldTransport transport, string name, bool isIPv6, bool permanent)
{
    // Finding one bad entry among ten thousand takes 14.
    private const int MostRefusals = 50;

    private readonly FirewalldPlace _place = new(name, permanent);

    public string Name => name;

    /// <summary>The set's entries, or null if the set doesn't exist.</summary>
    /// <exception cref="FirewallException">The set can't be read.</exception>
    public async ValueTask<HashSet<AddressPrefix>?> ListAsync(CancellationToken cancellationToken)
    {
        if (await transport.ListEntriesAsync(_place, cancellationToken).ConfigureAwait(false) is not { } lines)
        {
            return null;
        }

        var entries = new HashSet<AddressPrefix>();
        foreach (var line in lines)
        {
            if (AddressPrefix.TryParse(line, out var address) && address.IsSingleAddress && address.IsIPv6 == isIPv6)
            {
                entries.Add(address);
            }
        }

        return entries;
    }

    /// <summary>Makes a batch's changes of this address family and sets their results.</summary>
    /// <exception cref="FirewallException">firewalld can't be used here.</exception>
    public async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked.Where(IsOfFamily).ToList();
        var freed = batch.Freed.Where(IsOfFamily).ToList();
        if (blocked.Count + freed.Count == 0)
        {
            return;
        }

        await transport.SettleAsync(_place, cancellationToken).ConfigureAwait(false);

        // For a few it reports which were missing.
        var before =
            freed.Count > FirewalldProgramTransport.FewEntries
                ? await ListAsync(cancellationToken).ConfigureAwait(false) ?? []
                : [.. freed];
        var why = await RunAsync(adds: true, blocked, cancellationToken).ConfigureAwait(false);
        var notRemoved = await RunAsync(adds: false, [.. freed.Where(before.Contains)], cancellationToken).ConfigureAwait(false);
        var after = await ListAsync(cancellationToken).ConfigureAwait(false) ?? [];
        before.ExceptWith(notRemoved.Keys);
        foreach (var address in blocked)
        {
            batch.Set(address, after.Contains(address) ? ResponderResult.Applied() : ResponderResult.Failed(Why(address)));
        }

        foreach (var address in freed)
        {
            batch.Set(address, after.Contains(address) ? ResponderResult.Failed(Why(address)) : Gone(before.Contains(address)));
        }

        string Why(AddressPrefix address) =>
            why.GetValueOrDefault(address)
            ?? notRemoved.GetValueOrDefault(address)
            ?? $"{address}: firewalld reported success, but the set {name} is unchanged.";
    }

    /// <summary>Removes all entries.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        if (await ListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } entries)
        {
            var why = await RunAsync(adds: false, [.. entries], cancellationToken).ConfigureAwait(false);
            if (why.Count > 0)
            {
                throw new FirewallException(why.Values.First());
            }
        }
    }

    private bool IsOfFamily(AddressPrefix address) => address.IsIPv6 == isIPv6 && address.IsSingleAddress;

    private static ResponderResult Gone(bool wasThere) =>
        wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted("the set had no such entry");

    /// <summary>Adds or removes entries.</summary>
    /// <returns>The reason for each entry that failed.</returns>
    private async ValueTask<Dictionary<AddressPrefix, string>> RunAsync(
        bool adds,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var named = new Dictionary<AddressPrefix, string>();
        var split = new FirewallSplit(part =>
            transport.ChangeEntriesAsync(_place, adds, [.. part.Select(static change => change.Address)], named, cancellationToken)
        )
        {
            MostRefusals = MostRefusals,
        };
        FirewallChange[] changes =
        [
            .. addresses.Select(static address => new FirewallChange(new FirewallEntry(address, null), Blocks: true)),
        ];
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        var why = new Dictionary<AddressPrefix, string>();
        foreach (var (address, result) in addresses.Zip(results))
        {
            if (named.TryGetValue(address, out var line) || !result.IsSuccess)
            {
                why[address] = $"{address}: {line ?? result.Detail}";
            }
        }

        return why;
    }
}
