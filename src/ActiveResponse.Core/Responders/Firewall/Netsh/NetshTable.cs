using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Our rules: read, changed and written back, one process at a time.</summary>
internal sealed class NetshTable(NetshOptions options, NetshProgram program, FirewallLock gate)
{
    private const int Attempts = 3;

    /// <summary>Makes the changes of a batch and sets their results.</summary>
    /// <exception cref="FirewallException">netsh can't be run, or another process holds the lock.</exception>
    public async ValueTask ApplyAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var rules = await program.ListAsync(cancellationToken).ConfigureAwait(false);
            var before = rules.Values.SelectMany(static rule => rule.Either).ToHashSet();
            var plans = NetshPlan.Make(rules, batch.Blocked, batch.Freed, options.AddressesPerRule);
            var writer = new NetshWriter(program);
            try
            {
                if (!await WriteAsync(writer, plans, isLast: attempt == Attempts, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                SetResults(batch, before, plans, (address, mayBeThere) => ResponderResult.Failed(writer.ErrorOf(address), mayBeThere));
            }
            catch (FirewallException e)
            {
                // Rules written before the error are in place.
                SetResults(batch, before, plans, (_, mayBeThere) => e.ToResult(mayBeInPlace: mayBeThere));
            }

            return;
        }
    }

    /// <summary>Deletes our rules.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rule in (await program.ListAsync(cancellationToken).ConfigureAwait(false)).Values)
        {
            if (await program.WriteAsync(rule, [], cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                throw program.Program.Error(refusal);
            }
        }
    }

    private async ValueTask<bool> WriteAsync(
        NetshWriter writer,
        IReadOnlyList<NetshPlan> plans,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        foreach (var plan in plans)
        {
            if (
                !await writer
                    .WriteAsync(plan, rule => IsChangedAsync(rule, isLast, cancellationToken), cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                return false;
            }
        }

        return true;
    }

    // Administrators don't use our lock: a rule may have been deleted just now.
    private async ValueTask<bool> IsChangedAsync(NetshRule rule, bool isLast, CancellationToken cancellationToken)
    {
        if (isLast)
        {
            return false;
        }

        var there = await program.ListAsync(cancellationToken).ConfigureAwait(false);
        return !rule.IsSame(there.GetValueOrDefault(rule.Number) ?? new NetshRule(rule.Number));
    }

    private static void SetResults(
        FirewallBatch batch,
        HashSet<AddressPrefix> before,
        IReadOnlyList<NetshPlan> plans,
        Func<AddressPrefix, bool, ResponderResult> failure
    )
    {
        var inbound = plans.SelectMany(static plan => plan.Rule.Inbound ?? []).ToHashSet();
        var outbound = plans.SelectMany(static plan => plan.Rule.Outbound ?? []).ToHashSet();
        foreach (var address in batch.Blocked)
        {
            var isIn = inbound.Contains(address);
            var isOut = outbound.Contains(address);
            batch.Set(address, isIn && isOut ? ResponderResult.Applied() : failure(address, isIn || isOut));
        }

        foreach (var address in batch.Freed)
        {
            var isStillThere = inbound.Contains(address) || outbound.Contains(address);
            batch.Set(address, isStillThere ? failure(address, true) : Gone(address, before.Contains(address)));
        }
    }

    private static ResponderResult Gone(AddressPrefix address, bool wasThere) =>
        wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted($"{address} wasn't blocked");
}
