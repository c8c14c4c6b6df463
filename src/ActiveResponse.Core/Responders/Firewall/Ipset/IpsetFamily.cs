using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The set of one family, and the chain that looks into it. All that changes them runs under the lock.</summary>
internal sealed class IpsetFamily(
    string set,
    int maxElements,
    IptablesPlace place,
    IpsetProgram program,
    IptablesProgram rules,
    IptablesDormancy dormancy,
    FirewallMemory memory,
    TimeProvider clock
)
{
    // Ten milliseconds, then twenty…: about two seconds.
    private const int DestroyAttempts = 20;
    private const int MakeAttempts = 3;

    private readonly IpsetSet _set = new(set, rules.IsIPv6, maxElements, program, clock);

    public string Set => set;

    public IptablesProgram Rules => rules;

    public IptablesFrame Frame { get; } =
        new(place, rules.IsIPv6, $"-m set --match-set {set} src -m comment --comment {IptablesRule.Mark} -j {place.Target}");

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="IptablesException">ipset or iptables can't do anything here.</exception>
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
            return [.. changes.Select(Absent)];
        }

        var result = await ChangeAsync(changes, cancellationToken).ConfigureAwait(false);
        return _set.IsThere == false
            ? [.. changes.Select(Absent)]
            : await ResultsAsync(result, changes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is in the set by our hand; nothing if no rule looks into it any more.</summary>
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
        var asleep = await dormancy.FindAsync(rules.IsIPv6, cancellationToken).ConfigureAwait(false);
        return new FirewallFindings(listing.Entries, asleep is null ? new IptablesPassages(Frame, table).Find() : [asleep]);
    }

    /// <summary>Takes away all that is ours.</summary>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        _set.Forget();
        var (table, listed) = await rules.TryListAsync(cancellationToken).ConfigureAwait(false);
        if (table is null && !(rules.IsIPv6 && IptablesErrors.IsUnsupported(listed)))
        {
            throw new IptablesException(rules.Explain(listed));
        }

        if (table is not null && !Frame.IsForeign(table) && Frame.Disarm(table) is { } script)
        {
            Check(await rules.RunAsync(script, cancellationToken).ConfigureAwait(false), rules.Explain);
        }

        if (await program.ListAsync(set, rules.IsIPv6, cancellationToken).ConfigureAwait(false) is not { IsOurs: true } listing)
        {
            return;
        }

        if (listing.HasOthers)
        {
            Check(
                await _set.ChangeAsync(
                        [.. listing.Entries.Select(static entry => new FirewallChange(entry, Blocks: false))],
                        cancellationToken
                    )
                    .ConfigureAwait(false),
                IpsetErrors.Explain
            );
            return;
        }

        await DestroyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<ResponderResult>> BlockAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; attempt <= MakeAttempts; attempt++)
        {
            var table = await rules.ListAsync(cancellationToken).ConfigureAwait(false);
            if (Frame.IsForeign(table))
            {
                throw new IptablesException($"the chain {place.Chain} of {rules.Name} is there and not ours. Set another name for ours.");
            }

            // No set can be destroyed that a rule looks into: only where our rules are gone, it may be too.
            var arming = Frame.Make(table);
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
                var result = await ChangeAsync(changes, cancellationToken).ConfigureAwait(false);
                if (_set.IsThere == true)
                {
                    return await ResultsAsync(result, changes, cancellationToken).ConfigureAwait(false);
                }
            }

            // Somebody made or destroyed it since we looked.
        }

        throw new IptablesException($"the set {set} is destroyed by somebody else again and again.");
    }

    /// <summary>Makes the set with all that belongs into it, what this process had put into one that is gone too, and then the
    /// rules.</summary>
    /// <returns>A result for each; null if there is such a set already.</returns>
    private async ValueTask<IReadOnlyList<ResponderResult>?> MakeAsync(
        FirewallScript? arming,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var lost = memory.Except(rules.IsIPv6, changes);
        var made = await _set.MakeAsync([lost, changes], cancellationToken).ConfigureAwait(false);
        if (IpsetErrors.SaysExists(made))
        {
            await _set.CheckAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (made.IsSuccess)
        {
            await ArmNewAsync(arming, cancellationToken).ConfigureAwait(false);
            memory.Note(lost);
            memory.Note(changes);
            return [.. changes.Select(static change => change.Blocks ? Success(change) : Absent(change))];
        }

        if (!FirewallSplit.IsRefusal(made))
        {
            return await ResultsAsync(made, changes, cancellationToken).ConfigureAwait(false);
        }

        // Either no set can be made, or it is there with the elements before one that is refused.
        Check(await _set.EnsureAsync(cancellationToken).ConfigureAwait(false), IpsetErrors.Explain);
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
            Check(await rules.RunAsync(arming, cancellationToken).ConfigureAwait(false), rules.Explain);
        }
    }

    // What is in a set that no rule looks into would come into force with the next batch, whatever was said of it until then.
    private async ValueTask ArmNewAsync(FirewallScript? arming, CancellationToken cancellationToken)
    {
        try
        {
            await ArmAsync(arming, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IptablesException or OperationCanceledException)
        {
            await program.FlushAsync(set, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<CommandResult> ChangeAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
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
            { IsSuccess: true } => [.. changes.Select(Success)],
            _ when FirewallSplit.IsRefusal(result) => await Split(cancellationToken).RunAsync(changes).ConfigureAwait(false),
            _ => [.. changes.Select(_ => FirewallSplit.Failure(result, IpsetErrors.Explain(result)))],
        };

    private FirewallSplit Split(CancellationToken cancellationToken) =>
        new(part => ChangeAsync(part, cancellationToken), Success, IpsetErrors.Explain);

    private async ValueTask DestroyAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await program.DestroyAsync(set, cancellationToken).ConfigureAwait(false);
            if (!IpsetErrors.SaysInUse(result) || attempt == DestroyAttempts)
            {
                Check(result, IpsetErrors.Explain);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10 * attempt), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Check(CommandResult result, Func<CommandResult, string> explain) =>
        _ = result.IsSuccess ? 0 : throw new IptablesException(explain(result));

    private static ResponderResult Success(FirewallChange change) => change.Blocks ? ResponderResult.Applied() : ResponderResult.Lifted();

    private static ResponderResult Absent(FirewallChange change) => ResponderResult.AlreadyLifted($"{change.Address} wasn't blocked");
}
