using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Our table: creates what is missing, and restores what other programs removed.</summary>
internal sealed class NftablesTable(
    NftablesOptions options,
    NftablesProgram program,
    INftablesTransport transport,
    TimeProvider clock,
    Version? kernel
)
{
    private const int Attempts = 5;

    // Another process may delete the table again and again, in the moment between its creation and the first element.
    private const int AttemptsWhileGone = 25;
    private const int MostListings = 10;

    private readonly FirewallMemory _memory = new(clock);
    private HashSet<NftablesSet>? _sets;
    private bool _isArmed;
    private bool _isLost;
    private bool _isDormant;
    private bool? _updatesTimeouts;

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">nft can't be used here.</exception>
    public async ValueTask<ResponderResult[]> ApplyAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        await ProbeUpdatesAsync(changes, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var known = _sets ??= await ReadAsync(cancellationToken).ConfigureAwait(false);
            var lost = _isLost ? _memory.Except(changes) : [];
            var wanted = Wanted(changes, known);
            var result = await RunAsync(Join(lost, wanted), cancellationToken).ConfigureAwait(false);
            if (result.IsSuccess)
            {
                _isLost = false;
                return Results(changes, known);
            }

            if (!result.IsRefusal)
            {
                return [.. changes.Select(_ => result.ToResult())];
            }

            // Another program may have changed the table: read it again, and try again if that is why.
            _sets = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var isGone = result.IsGone || !_sets.IsSupersetOf(known);
            _isLost |= isGone;
            if (!MayTryAgain(attempt, isGone, result))
            {
                return await SplitAsync(lost, changes, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(isGone ? 0 : 10 * attempt), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayTryAgain(int attempt, bool isGone, FirewallAttempt result) =>
        isGone ? attempt < AttemptsWhileGone : attempt < Attempts && result.IsPassing;

    /// <summary>The entries in force; not those of a set that no rule refers to any more.</summary>
    /// <exception cref="FirewallException">The sets can't be listed whole.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        _memory.BeginList();
        try
        {
            return await ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _memory.EndList();
        }
    }

    private async ValueTask<IReadOnlyList<FirewallEntry>> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostListings; attempt++)
        {
            if (await transport.ListAsync(withElements: true, cancellationToken).ConfigureAwait(false) is not { IsOurs: true } listing)
            {
                return [];
            }

            // Someone may have deleted a chain or a rule: the next block creates all of them again.
            var inForce = listing.InForce(NftablesScript.HooksOf(options));
            _isArmed &= inForce.Count == listing.Sets.Count;
            _isDormant = listing.IsDormant;
            if (Entries(inForce.SelectMany(listing.ElementsOf)) is { } entries)
            {
                _memory.Adopt(entries);
                return entries;
            }
        }

        throw new FirewallException("the sets can't be listed: the kernel resizes them again and again while they are read.");
    }

    /// <summary>Deletes the table.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        _memory.Clear();
        if (await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false) is { IsOurs: true })
        {
            // Created first, in case another process deletes it meanwhile.
            var script = $"add table inet {options.Table}\ndelete table inet {options.Table}\n";
            program.Require(await program.RunAsync(script, cancellationToken).ConfigureAwait(false));
        }

        Forget();
        _isLost = false;
    }

    private async ValueTask ProbeUpdatesAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        if (_updatesTimeouts is null && changes.Any(static change => change.Blocks))
        {
            _updatesTimeouts = await new NftablesTimeoutUpdates(program, options.Table, kernel)
                .ProbeAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<HashSet<NftablesSet>> ReadAsync(CancellationToken cancellationToken)
    {
        _isArmed = false;
        var listing = await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
        _isDormant = listing?.IsDormant == true;
        return listing switch
        {
            null => [],
            { IsOurs: true } => [.. listing.Sets],
            _ => throw new FirewallException($"the table inet {options.Table} exists and isn't ours. Set another name for ours."),
        };
    }

    private async ValueTask<FirewallAttempt> RunAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var sets = _sets!;
        var missing = Missing(changes, sets);
        var transaction = new NftablesTransaction(missing, changes, _updatesTimeouts == true);
        if (transaction.IsEmpty)
        {
            return FirewallAttempt.Done();
        }

        var result = _isDormant ? await WakeAsync(cancellationToken).ConfigureAwait(false) : FirewallAttempt.Done();
        result = result.IsSuccess ? await transport.RunAsync(transaction, cancellationToken).ConfigureAwait(false) : result;
        if (result.IsSuccess)
        {
            sets.UnionWith(missing);
            _isArmed |= missing.Count > 0;
            _memory.Note(changes);
        }

        return result;
    }

    /// <summary>Wakes our dormant table, on its own: the kernel refuses a new chain in the transaction that wakes a table.</summary>
    private async ValueTask<FirewallAttempt> WakeAsync(CancellationToken cancellationToken)
    {
        var woken = NftablesFailures.AttemptOf(
            await program.RunAsync(NftablesScript.TableOf(options), cancellationToken).ConfigureAwait(false)
        );
        _isDormant = !woken.IsSuccess;
        return woken;
    }

    /// <summary>The sets to create: the missing ones, and with this process's first block all, as its options may differ.</summary>
    private IReadOnlyCollection<NftablesSet> Missing(IReadOnlyList<FirewallChange> changes, HashSet<NftablesSet> sets)
    {
        HashSet<NftablesSet>? missing = null;
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Blocks && (!_isArmed || !sets.Contains(NftablesSet.Of(changes[i].Address))))
            {
                (missing ??= []).Add(NftablesSet.Of(changes[i].Address));
            }
        }

        if (!_isArmed)
        {
            missing?.UnionWith(sets);
        }

        // Nearly always none.
        return missing ?? (IReadOnlyCollection<NftablesSet>)[];
    }

    /// <summary>The changes without removals from sets that don't exist.</summary>
    private static IReadOnlyList<FirewallChange> Wanted(IReadOnlyList<FirewallChange> changes, HashSet<NftablesSet> known) =>
        changes.All(change => change.Blocks || known.Contains(NftablesSet.Of(change.Address)))
            ? changes
            : [.. changes.Where(change => change.Blocks || known.Contains(NftablesSet.Of(change.Address)))];

    private static IReadOnlyList<FirewallChange> Join(IReadOnlyList<FirewallChange> lost, IReadOnlyList<FirewallChange> wanted) =>
        lost.Count == 0 ? wanted : [.. lost, .. wanted];

    private static ResponderResult[] Results(IReadOnlyList<FirewallChange> changes, HashSet<NftablesSet> known)
    {
        var results = new ResponderResult[changes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = changes[i].Blocks || known.Contains(NftablesSet.Of(changes[i].Address)) ? changes[i].Done : changes[i].Absent;
        }

        return results;
    }

    private async ValueTask<ResponderResult[]> SplitAsync(
        IReadOnlyList<FirewallChange> lost,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var split = new FirewallSplit(part =>
            RunAsync([.. part.Where(change => change.Blocks || _sets!.Contains(NftablesSet.Of(change.Address)))], cancellationToken)
        );
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        if (lost.Count > 0)
        {
            await split.RunAsync(lost).ConfigureAwait(false);
            _isLost = false;
        }

        return results;
    }

    private void Forget()
    {
        _sets = null;
        _isArmed = false;
    }

    /// <summary>The entries of a list; null if it lists an element twice.</summary>
    /// <remarks>The kernel lists a set in parts, and counts what it has listed. If it resizes the set's hash table meanwhile, the order
    /// changes: for each element that comes twice, another one may be missing. It doesn't mark such a list as interrupted.</remarks>
    private FirewallEntry[]? Entries(IEnumerable<(AddressPrefix Address, TimeSpan? Left)> elements)
    {
        var now = clock.GetUtcNow();
        FirewallEntry[] entries = [.. elements.Select(element => new FirewallEntry(element.Address, now + element.Left))];
        return entries.DistinctBy(static entry => entry.Address).Count() == entries.Length ? entries : null;
    }
}
