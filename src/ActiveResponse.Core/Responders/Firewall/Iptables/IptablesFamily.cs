using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The entries of one family. Changes run under the lock.</summary>
internal sealed class IptablesFamily(
    IptablesFrame frame,
    IptablesProgram program,
    IptablesDormancy dormancy,
    IptablesGeneration generation,
    IptablesKnown known,
    FirewallMemory memory,
    TimeProvider clock
) : IIptablesFamily
{
    private const int Attempts = 5;

    // Each takes about 0.4 KB.
    private const int MostKept = 20_000;

    private bool _wasThere;

    // Our chain as the last change left it.
    private IptablesChain? _known;

    public bool IsIPv6 => program.IsIPv6;

    public IptablesFrame Frame => frame;

    public IptablesProgram Program => program;

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="FirewallException">iptables can't be used here.</exception>
    public async ValueTask<IReadOnlyList<ResponderResult>> ApplyAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var now = await generation.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (await ChangeKnownAsync(changes, now, cancellationToken).ConfigureAwait(false) is { } changed)
        {
            return changed;
        }

        var table = await ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var chain = new IptablesChain(frame, table, program.IsIPv6);
            var lost = _wasThere && !frame.IsThere(table) ? memory.Except(changes, program.IsIPv6) : [];
            IReadOnlyList<FirewallChange> all = lost.Count == 0 ? changes : [.. lost, .. changes];
            var plan = chain.Plan(all);
            var result = await RunAsync(plan.Script, all, cancellationToken).ConfigureAwait(false);
            if (!result.IsRefusal())
            {
                return await ResultsAsync(result, chain, plan, changes, now, cancellationToken).ConfigureAwait(false);
            }

            var before = table;
            now = await generation.ReadAsync(cancellationToken).ConfigureAwait(false);
            table = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (attempt == Attempts || (!IptablesFailures.IsPassing(result) && table.IsSame(before)))
            {
                return await SplitAsync(new IptablesChain(frame, table, program.IsIPv6), lost, changes, cancellationToken)
                    .ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10 * attempt), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The entries of the chain; none if packets don't reach it any more, or the host can't filter this family.</summary>
    public async ValueTask<FirewallFindings> ListAsync(CancellationToken cancellationToken)
    {
        if (await program.ListOrNullAsync(cancellationToken).ConfigureAwait(false) is not { } table)
        {
            return new FirewallFindings([], []);
        }

        FirewallEntry[] entries =
            frame.IsForeign(table) || !frame.IsInForce(table) ? [] : [.. new IptablesChain(frame, table, program.IsIPv6).Entries];
        memory.Adopt(entries);
        _wasThere |= frame.IsThere(table);
        return new FirewallFindings(
            entries,
            entries.Length == 0 ? [] : await dormancy.FindPassagesAsync(frame, table, cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>Removes everything of ours.</summary>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        _wasThere = false;
        _known = null;
        memory.Clear();
        await program.DisarmAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes changes without reading the rules, if none has changed since our last change.</summary>
    /// <returns>A result for each; null if the rules must be read.</returns>
    private async ValueTask<IReadOnlyList<ResponderResult>?> ChangeKnownAsync(
        IReadOnlyList<FirewallChange> changes,
        uint? now,
        CancellationToken cancellationToken
    )
    {
        var chain = known.IsCurrent(IsIPv6, now) ? _known : null;
        _known = null;
        if (chain is null)
        {
            return null;
        }

        var plan = chain.Plan(changes);
        var result = await RunAsync(plan.Script, changes, cancellationToken).ConfigureAwait(false);
        return result.IsRefusal() ? null : await ResultsAsync(result, chain, plan, changes, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<ResponderResult>> ResultsAsync(
        CommandResult result,
        IptablesChain chain,
        (FirewallScript? Script, Action Done) plan,
        IReadOnlyList<FirewallChange> changes,
        uint? before,
        CancellationToken cancellationToken
    )
    {
        if (!result.IsSuccess)
        {
            return [.. changes.Select(_ => program.Error(result).ToResult())];
        }

        ResponderResult[] results = [.. changes.Select(change => Success(change, !change.Blocks && chain.Has(change.Address)))];
        if (before is not null)
        {
            plan.Done();
            _known = chain.Count <= MostKept ? chain : null;

            // One more means that only our change came between: a script is one transaction.
            var after = await generation.ReadAsync(cancellationToken).ConfigureAwait(false);
            var expected = plan.Script is null ? before : before + 1;
            known.Note(IsIPv6, before, after == expected ? after : null);
        }

        return results;
    }

    private static ResponderResult Success(FirewallChange change, bool wasThere) => change.Blocks || wasThere ? change.Done : change.Absent;

    private async ValueTask<ResponderResult[]> SplitAsync(
        IptablesChain chain,
        IReadOnlyList<FirewallChange> lost,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var there = changes.Where(change => chain.Has(change.Address)).Select(static change => change.Address).ToHashSet();
        var split = new FirewallSplit(RunPartAsync) { Success = change => Success(change, there.Contains(change.Address)) };
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        await split.RunAsync(lost).ConfigureAwait(false);
        return results;

        async ValueTask<FirewallAttempt> RunPartAsync(IReadOnlyList<FirewallChange> part)
        {
            var (script, done) = chain.Plan(part);
            var result = await RunAsync(script, part, cancellationToken).ConfigureAwait(false);
            if (result.IsSuccess)
            {
                done();
            }

            return FirewallAttempt.Of(result, program.Explain);
        }
    }

    private async ValueTask<CommandResult> RunAsync(
        FirewallScript? script,
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        var result = script is null ? CommandResult.Exited(0) : await program.RunAsync(script, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            memory.Note(changes);
            _wasThere |= changes.Any(static change => change.Blocks);
        }

        return result;
    }

    private async ValueTask<IptablesTable> ReadAsync(CancellationToken cancellationToken)
    {
        var table = await program.ListAsync(cancellationToken).ConfigureAwait(false);
        frame.RequireOurs(table, program.Name);
        return table;
    }
}
