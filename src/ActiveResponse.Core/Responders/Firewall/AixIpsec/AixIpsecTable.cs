using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Our rules in the filter table: removed by freshly read numbers, added, activated and read back, one process at a
/// time.</summary>
internal sealed class AixIpsecTable(AixIpsecProgram program, FirewallLock gate)
{
    private readonly Dictionary<AddressPrefix, FirewallException> _errors = [];
    private FirewallException? _end;
    private bool _isPending;

    /// <summary>Makes the changes of a batch and sets their results.</summary>
    /// <exception cref="FirewallException">The table can't be read, or another process holds the lock.</exception>
    public async ValueTask ApplyAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
        Forget();
        var before = await program.ListAsync(cancellationToken).ConfigureAwait(false);
        await RemoveAsync(before, batch.Freed.ToHashSet(), cancellationToken).ConfigureAwait(false);
        var there = before.Select(static rule => rule.Source).ToHashSet();
        foreach (var address in batch.Blocked.Where(address => !there.Contains(address)).TakeWhile(_ => _end is null))
        {
            Note(address, await program.AddAsync(address, cancellationToken).ConfigureAwait(false));
        }

        // If activation fails, the add is retried, and then finds its rule in the table.
        var failure = _isPending || batch.Blocked.Count > 0 ? await ActivateAsync(cancellationToken).ConfigureAwait(false) : null;
        await SetResultsAsync(batch, there, failure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes our rules.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
        Forget();
        var rules = await program.ListAsync(cancellationToken).ConfigureAwait(false);
        await RemoveAsync(rules, rules.Select(static rule => rule.Source).ToHashSet(), cancellationToken).ConfigureAwait(false);
        var failure = _isPending ? await ActivateAsync(cancellationToken).ConfigureAwait(false) : null;
        if ((_errors.Values.FirstOrDefault() ?? failure) is { } error)
        {
            throw error;
        }
    }

    // From last to first: removing a rule renumbers those behind it.
    private async ValueTask RemoveAsync(
        IReadOnlyList<AixIpsecRule> rules,
        HashSet<AddressPrefix> sources,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var rule in rules
                .Where(rule => sources.Contains(rule.Source))
                .OrderByDescending(static rule => rule.Number)
                .TakeWhile(_ => _end is null)
        )
        {
            Note(rule.Source, await program.RemoveAsync(rule.Number, cancellationToken).ConfigureAwait(false));
        }
    }

    private void Forget()
    {
        _errors.Clear();
        _end = null;
    }

    private void Note(AddressPrefix address, FirewallException? error)
    {
        _isPending = true;
        if (error is not null)
        {
            _errors[address] = error;
            _end = error.IsHopeless ? error : null;
        }
    }

    private async ValueTask<FirewallException?> ActivateAsync(CancellationToken cancellationToken)
    {
        _isPending = true;
        var failure = await program.ActivateAsync(cancellationToken).ConfigureAwait(false);
        _isPending = failure is not null;
        return failure;
    }

    private async ValueTask SetResultsAsync(
        FirewallBatch batch,
        HashSet<AddressPrefix> before,
        FirewallException? notActive,
        CancellationToken cancellationToken
    )
    {
        HashSet<AddressPrefix> after;
        try
        {
            after = [.. (await program.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static rule => rule.Source)];
        }
        catch (FirewallException e)
        {
            batch.SetOpen(e.ToResult(mayBeInPlace: true));
            return;
        }

        foreach (var address in batch.Blocked)
        {
            batch.Set(address, after.Contains(address) ? Added(address, notActive) : Failure(address));
        }

        foreach (var address in batch.Freed)
        {
            batch.Set(address, after.Contains(address) ? Failure(address) : Removed(address, before.Contains(address), notActive));
        }
    }

    private static ResponderResult Added(AddressPrefix address, FirewallException? notActive) =>
        notActive is null
            ? ResponderResult.Applied()
            : ResponderResult.Failed($"{address}: the rule is in the table but not active. {notActive.Message}", mayBeInPlace: true);

    private static ResponderResult Removed(AddressPrefix address, bool wasThere, FirewallException? notActive)
    {
        if (notActive is not null)
        {
            return ResponderResult.Failed($"{address}: the rule was removed from the table but may still be active. {notActive.Message}");
        }

        return wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted($"{address} wasn't blocked");
    }

    private ResponderResult Failure(AddressPrefix address) =>
        (_errors.GetValueOrDefault(address) ?? _end ?? new FirewallException("the table doesn't show the change.")).ToResult(address);
}
