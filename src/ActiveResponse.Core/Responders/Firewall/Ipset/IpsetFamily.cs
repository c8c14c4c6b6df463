using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The set of one family, and the chain that refers to it. Changes run under the lock.</summary>
internal sealed class IpsetFamily(
    string set,
    int maxElements,
    IptablesPlace place,
    IpsetProgram program,
    IpsetLink link,
    IptablesProgram rules,
    IptablesDormancy dormancy,
    IptablesGeneration generation,
    FirewallMemory memory,
    TimeProvider clock
) : IIptablesFamily
{
    // 10 ms, then 20 ms…: about two seconds.
    private const int DestroyAttempts = 20;
    private const int MakeAttempts = 3;

    private readonly IpsetSet _set = new(set, rules.IsIPv6, maxElements, program, link, clock);

    // When our rules were last seen complete.
    private uint? _completeAt;

    public bool IsIPv6 => rules.IsIPv6;

    public string Set => set;

    public IptablesProgram Rules => rules;

    public IptablesFrame Frame { get; } =
        new(place, rules.IsIPv6, $"-m set --match-set {set} src -m comment --comment {IptablesRule.Mark} -j {place.Target}");

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">ipset or iptables can't be used here.</exception>
    public async ValueTask<IReadOnlyList<ResponderResult>> ApplyAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        if (changes.Any(static change => change.Blocks))
        {
            return await BlockAsync(changes, cancellationToken).ConfigureAwait(false);
        }

        if (_set.IsThere is null)
        {
            await _set.CheckAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_set.IsThere == false)
        {
            return [.. changes.Select(static change => change.Absent)];
        }

        return await ChangeAsync(changes, cancellationToken).ConfigureAwait(false) ?? [.. changes.Select(static change => change.Absent)];
    }

    /// <summary>Our entries in the set; none if no rule refers to it any more.</summary>
    public async ValueTask<FirewallFindings> ListAsync(CancellationToken cancellationToken)
    {
        if (await _set.ListAsync(cancellationToken).ConfigureAwait(false) is not { Entries.Count: > 0 } listing)
        {
            return new FirewallFindings([], []);
        }

        var table = await rules.ListAsync(cancellationToken).ConfigureAwait(false);
        if (!Frame.IsInForce(table))
        {
            return new FirewallFindings([], []);
        }

        memory.Adopt(listing.Entries);
        return new FirewallFindings(
            listing.Entries,
            await dormancy.FindPassagesAsync(Frame, table, cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>Removes everything of ours.</summary>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        _set.Forget();
        memory.Clear();
        await rules.DisarmAsync(Frame, cancellationToken).ConfigureAwait(false);
        if (await program.ListAsync(set, rules.IsIPv6, cancellationToken).ConfigureAwait(false) is not { IsOurs: true } listing)
        {
            return;
        }

        if (listing.HasOthers)
        {
            var removals = listing.Entries.Select(static entry => new FirewallChange(entry, Blocks: false));
            program.Require(await _set.ChangeAsync([.. removals], cancellationToken).ConfigureAwait(false));
            return;
        }

        await DestroyAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsComplete(uint? now) => now is not null && now == _completeAt && _set.IsThere == true;

    // Long: one step after the other, each of which may find that others changed something.
    private async ValueTask<IReadOnlyList<ResponderResult>> BlockAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; attempt <= MakeAttempts; attempt++)
        {
            var now = await generation.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (IsComplete(now) && await ChangeAsync(changes, cancellationToken).ConfigureAwait(false) is { } changed)
            {
                return changed;
            }

            var table = await rules.ListAsync(cancellationToken).ConfigureAwait(false);
            Frame.RequireOurs(table, rules.Name);

            // A set that a rule refers to can't be destroyed: only without our rules.
            var arming = Frame.Make(table);
            _completeAt = arming is null ? now : null;
            if (arming is not null && _set.IsThere == true)
            {
                await _set.CheckAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_set.IsThere != true && await MakeAsync(arming, changes, cancellationToken).ConfigureAwait(false) is { } made)
            {
                return made;
            }

            if (_set.IsThere == true)
            {
                await ArmAsync(arming, cancellationToken).ConfigureAwait(false);
                if (await ChangeAsync(changes, cancellationToken).ConfigureAwait(false) is { } results)
                {
                    return results;
                }
            }

            // Someone created or destroyed it meanwhile.
        }

        throw new FirewallException($"the set {set} is destroyed by another program again and again.");
    }

    /// <summary>Creates the set with its entries, including those of this process in a set that is gone, and then the rules.</summary>
    /// <returns>A result for each; null if the set exists already.</returns>
    private async ValueTask<IReadOnlyList<ResponderResult>?> MakeAsync(
        FirewallScript? arming,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var lost = memory.Except(changes, rules.IsIPv6);
        var made = await _set.MakeAsync([lost, changes], cancellationToken).ConfigureAwait(false);
        if (IpsetFailures.IsExisting(made))
        {
            await _set.CheckAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (made.IsSuccess)
        {
            await ArmNewAsync(arming, cancellationToken).ConfigureAwait(false);
            memory.Note(lost);
            memory.Note(changes);
            return [.. changes.Select(static change => change.Blocks ? change.Done : change.Absent)];
        }

        if (!made.IsRefusal())
        {
            return await ResultsAsync(made, changes, cancellationToken).ConfigureAwait(false);
        }

        // Either the set can't be created, or it exists with the elements before the refused one.
        program.Require(await _set.EnsureAsync(cancellationToken).ConfigureAwait(false));
        await ArmNewAsync(arming, cancellationToken).ConfigureAwait(false);
        var split = Split(cancellationToken);
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        await split.RunAsync(lost).ConfigureAwait(false);
        return results;
    }

    private async ValueTask ArmAsync(FirewallScript? arming, CancellationToken cancellationToken)
    {
        if (arming is not null)
        {
            rules.Require(await rules.RunAsync(arming, cancellationToken).ConfigureAwait(false));
        }
    }

    // Entries of a set without rules would take effect with the next batch, contrary to their results.
    private async ValueTask ArmNewAsync(FirewallScript? arming, CancellationToken cancellationToken)
    {
        try
        {
            await ArmAsync(arming, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FirewallException or OperationCanceledException)
        {
            await program.FlushAsync(set, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <returns>A result for each; null if the set is gone.</returns>
    private async ValueTask<IReadOnlyList<ResponderResult>?> ChangeAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        if (await _set.ChangeBySocketAsync(changes, cancellationToken).ConfigureAwait(false) is { } results)
        {
            memory.Note(
                Array.TrueForAll(results, static result => result.IsSuccess) ? changes : [.. changes.Where((_, i) => results[i].IsSuccess)]
            );
            return results;
        }

        if (_set.IsThere == false)
        {
            return null;
        }

        var result = await RunAsync(changes, cancellationToken).ConfigureAwait(false);
        return _set.IsThere == true ? await ResultsAsync(result, changes, cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask<CommandResult> RunAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var result = await _set.ChangeAsync(changes, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            memory.Note(changes);
        }

        return result;
    }

    private async ValueTask<IReadOnlyList<ResponderResult>> ResultsAsync(
        CommandResult result,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    ) =>
        result switch
        {
            { IsSuccess: true } => [.. changes.Select(static change => change.Done)],
            _ when result.IsRefusal() => await Split(cancellationToken).RunAsync(changes).ConfigureAwait(false),
            _ => [.. changes.Select(_ => program.Error(result).ToResult())],
        };

    private FirewallSplit Split(CancellationToken cancellationToken) =>
        new(async part => FirewallAttempt.Of(await RunAsync(part, cancellationToken).ConfigureAwait(false), program.Explain));

    private async ValueTask DestroyAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await program.DestroyAsync(set, cancellationToken).ConfigureAwait(false);
            if (!IpsetFailures.IsInUse(result) || attempt == DestroyAttempts)
            {
                program.Require(result);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10 * attempt), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
