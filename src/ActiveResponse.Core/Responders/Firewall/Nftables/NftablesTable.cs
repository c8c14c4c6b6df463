namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Our table: knows what is there, makes what is missing, and makes up for what others did to it.</summary>
internal sealed class NftablesTable(
    NftablesOptions options,
    NftablesProgram program,
    INftablesTransport transport,
    TimeProvider clock,
    Version? kernel
)
{
    private const int Attempts = 5;

    private readonly FirewallMemory _memory = new(clock);
    private HashSet<NftablesSet>? _sets;
    private bool _isArmed;
    private bool _isLost;
    private bool _isDormant;
    private bool? _updatesTimeouts;

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">nft can't do anything here.</exception>
    public async ValueTask<ResponderResult[]> ApplyAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        if (_updatesTimeouts is null && changes.Any(static change => change.Blocks))
        {
            _updatesTimeouts = await new NftablesTimeoutUpdates(program, options.Table, kernel)
                .ProbeAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            var known = _sets ??= await ReadAsync(cancellationToken).ConfigureAwait(false);
            var lost = _isLost ? _memory.Except(changes) : [];
            var wanted = Wanted(changes, known);
            var result = await RunAsync(lost.Count == 0 ? wanted : [.. lost, .. wanted], cancellationToken).ConfigureAwait(false);
            if (result.IsSuccess)
            {
                _isLost = false;
                return Results(changes, known);
            }

            if (!result.IsRefusal)
            {
                return [.. changes.Select(_ => result.ToResult())];
            }

            _sets = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var isGone = result.IsGone || !_sets.IsSupersetOf(known);
            _isLost |= isGone;
            if (attempt == Attempts || (!isGone && !result.IsPassing))
            {
                return await SplitAsync(lost, changes, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(isGone ? 0 : 10 * attempt), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is in the table and in force; not what is in a set that no rule looks into any more.</summary>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        if (await transport.ListAsync(withElements: true, cancellationToken).ConfigureAwait(false) is not { IsOurs: true } listing)
        {
            return [];
        }

        // Somebody may have deleted a chain or a rule: the next block makes all of them anew.
        var inForce = listing.InForce(NftablesScript.HooksOf(options));
        _isArmed &= inForce.Count == listing.Sets.Count;
        _isDormant = listing.IsDormant;
        var now = clock.GetUtcNow();

        // While the kernel moves a set that has just grown into a larger table, it lists some elements twice.
        FirewallEntry[] entries =
        [
            .. inForce
                .SelectMany(listing.ElementsOf)
                .DistinctBy(static element => element.Address)
                .Select(element => new FirewallEntry(element.Address, now + element.Left)),
        ];
        _memory.Adopt(entries);
        return entries;
    }

    /// <summary>Deletes the table.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        _memory.Clear();
        if (await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false) is { IsOurs: true })
        {
            // Made first, should another process delete it meanwhile.
            var script = $"add table inet {options.Table}\ndelete table inet {options.Table}\n";
            program.Require(await program.RunAsync(script, cancellationToken).ConfigureAwait(false));
        }

        Forget();
        _isLost = false;
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
            _ => throw new FirewallException($"the table inet {options.Table} is there and not ours. Set another name for ours."),
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

    /// <summary>Wakes our table that somebody has put to sleep. The kernel refuses to make a chain in the transaction that wakes
    /// it.</summary>
    private async ValueTask<FirewallAttempt> WakeAsync(CancellationToken cancellationToken)
    {
        var woken = NftablesFailures.AttemptOf(
            await program.RunAsync(NftablesScript.TableOf(options), cancellationToken).ConfigureAwait(false)
        );
        _isDormant = !woken.IsSuccess;
        return woken;
    }

    /// <summary>The sets to be made: those that are not there, and with the first block of this process all, as its options want
    /// them.</summary>
    private HashSet<NftablesSet> Missing(IReadOnlyList<FirewallChange> changes, HashSet<NftablesSet> sets)
    {
        HashSet<NftablesSet> missing = [];
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Blocks && (!_isArmed || !sets.Contains(NftablesSet.Of(changes[i].Address))))
            {
                missing.Add(NftablesSet.Of(changes[i].Address));
            }
        }

        if (!_isArmed && missing.Count > 0)
        {
            missing.UnionWith(sets);
        }

        return missing;
    }

    /// <summary>What is to be asked for: nothing needs taking out of a set that is not there.</summary>
    private static IReadOnlyList<FirewallChange> Wanted(IReadOnlyList<FirewallChange> changes, HashSet<NftablesSet> known) =>
        changes.All(change => change.Blocks || known.Contains(NftablesSet.Of(change.Address)))
            ? changes
            : [.. changes.Where(change => change.Blocks || known.Contains(NftablesSet.Of(change.Address)))];

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
}
