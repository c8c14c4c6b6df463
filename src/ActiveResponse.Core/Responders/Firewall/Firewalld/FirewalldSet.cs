using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The entries of one of our sets, runtime or permanent. Hold the lock: firewall-cmd reads the whole set and writes it
/// back.</summary>
internal sealed class FirewalldSet(FirewalldProgram program, string name, bool isIPv6, bool permanent)
{
    // In a set of 10,000, one entry takes up to 75 ms; a file of any length takes up to a second, as firewalld refills the whole set.
    private const int FewEntries = 8;

    // Finding one bad entry among ten thousand takes 14.
    private const int MostRefusals = 50;

    public string Name => name;

    /// <summary>The set's entries, or null if the set doesn't exist.</summary>
    /// <exception cref="FirewallException">The set can't be read.</exception>
    public async ValueTask<HashSet<AddressPrefix>?> ListAsync(CancellationToken cancellationToken)
    {
        var result = await program.TryAsync(Arguments("--get-entries"), cancellationToken).ConfigureAwait(false);
        if (FirewalldErrors.IsNoSuchSet(result))
        {
            return null;
        }

        var entries = new HashSet<AddressPrefix>();
        foreach (var line in FirewallProgram.Lines(program.Require(result)))
        {
            if (AddressPrefix.TryParse(line, out var address) && address.IsSingleAddress && address.IsIPv6 == isIPv6)
            {
                entries.Add(address);
            }
        }

        return entries;
    }

    /// <summary>Makes a batch's changes of this address family and sets their results.</summary>
    /// <exception cref="FirewallException">firewall-cmd can't be used here.</exception>
    public async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked.Where(IsOfFamily).ToList();
        var freed = batch.Freed.Where(IsOfFamily).ToList();
        if (blocked.Count + freed.Count == 0)
        {
            return;
        }

        // For a few it reports which were missing.
        var before = freed.Count > FewEntries ? await ListAsync(cancellationToken).ConfigureAwait(false) ?? [] : [.. freed];
        var why = await RunAsync("add", blocked, cancellationToken).ConfigureAwait(false);
        var notRemoved = await RunAsync("remove", [.. freed.Where(before.Contains)], cancellationToken).ConfigureAwait(false);
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
            ?? $"{address}: firewall-cmd reported success, but the set {name} is unchanged.";
    }

    /// <summary>Removes all entries.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        if (await ListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } entries)
        {
            var why = await RunAsync("remove", [.. entries], cancellationToken).ConfigureAwait(false);
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
        string verb,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var named = new Dictionary<AddressPrefix, string>();
        var split = new FirewallSplit(part => RunPartAsync(verb, part, named, cancellationToken)) { MostRefusals = MostRefusals };
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

    private async ValueTask<FirewallAttempt> RunPartAsync(
        string verb,
        IReadOnlyList<FirewallChange> part,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    )
    {
        AddressPrefix[] entries = [.. part.Select(static change => change.Address)];
        var result = await RunOnceAsync(verb, entries, cancellationToken).ConfigureAwait(false);
        if (FirewalldErrors.IsHopeless(result))
        {
            throw program.Error(result);
        }

        // Given a few entries it names each bad one and takes the others; given a file it takes none, and names the first bad one.
        foreach (var (address, line) in FirewalldErrors.ByAddress(result).Where(_ => result.IsSuccess || entries.Length == 1))
        {
            named[address] = line;
        }

        // Its exit codes overlap those of signals.
        var isRefusal = result.Outcome == CommandOutcome.Exited && !FirewalldErrors.IsNoSuchSet(result);
        var text = result.IsSuccess ? "" : program.Explain(result);
        return (result.IsSuccess, isRefusal) switch
        {
            (true, _) => FirewallAttempt.Done(),
            (_, true) => FirewallAttempt.Refused(text),
            _ => FirewallAttempt.Failed(text),
        };
    }

    private ValueTask<CommandResult> RunOnceAsync(string verb, AddressPrefix[] part, CancellationToken cancellationToken) =>
        part.Length <= FewEntries
            ? program.TryAsync(Arguments([.. part.Select(address => $"--{verb}-entry={address}")]), cancellationToken)
            : program.TryAsync(Arguments($"--{verb}-entries-from-file=/dev/stdin"), part, cancellationToken);

    private string[] Arguments(params string[] rest) =>
        [.. permanent ? ["--permanent"] : Array.Empty<string>(), $"--ipset={name}", .. rest];
}
