using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Our rules: read, changed and written back, one process at a time.</summary>
internal sealed class NetshTable(NetshOptions options, NetshProgram program, FirewallLock gate)
{
    private const int Attempts = 3;

    /// <summary>Does what a batch is about and says in it what came of each address.</summary>
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

                Answer(batch, before, plans, (address, mayBeThere) => ResponderResult.Failed(writer.ErrorOf(address), mayBeThere));
            }
            catch (FirewallException e)
            {
                // What was written before is there.
                Answer(batch, before, plans, (_, mayBeThere) => e.ToResult(mayBeInPlace: mayBeThere));
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

    // An administrator knows nothing of our lock: a rule that is to be set may just have been deleted.
    private async ValueTask<bool> IsChangedAsync(NetshRule rule, bool isLast, CancellationToken cancellationToken)
    {
        if (isLast)
        {
            return false;
        }

        var there = await program.ListAsync(cancellationToken).ConfigureAwait(false);
        return !rule.IsSame(there.GetValueOrDefault(rule.Number) ?? new NetshRule(rule.Number));
    }

    private static void Answer(
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
