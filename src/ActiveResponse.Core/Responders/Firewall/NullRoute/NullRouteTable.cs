using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Our routes in the routing table: changes them and determines the results.</summary>
internal sealed class NullRouteTable(NullRouteProgram program)
{
    // ip stops a batch at a command it can't read; the next run leaves that command out.
    private const int MostRuns = 20;

    private static readonly string[] Nowhere = ["blackhole ", "unreachable ", "prohibit "];

    /// <summary>The networks that our routes lead to.</summary>
    public async ValueTask<HashSet<AddressPrefix>> ListAsync(CancellationToken cancellationToken) =>
        [
            .. await program.ListAsync(isIPv6: false, cancellationToken).ConfigureAwait(false),
            .. await program.ListAsync(isIPv6: true, cancellationToken).ConfigureAwait(false),
        ];

    /// <summary>Makes the changes of a batch that have no result yet, and sets their results.</summary>
    /// <exception cref="FirewallException">ip can't be used here.</exception>
    public async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked;
        var freed = batch.Freed;
        if (blocked.Count + freed.Count == 0)
        {
            return;
        }

        var state = await RunAsync(freed, blocked, cancellationToken).ConfigureAwait(false);
        var foreign = await ForeignAsync([.. blocked.Where(state.IsTaken)], cancellationToken).ConfigureAwait(false);
        foreach (var address in blocked)
        {
            batch.Set(address, state.There.Contains(address) ? ResponderResult.Applied() : NotAdded(address));
        }

        foreach (var address in freed)
        {
            var isGone = !state.There.Contains(address);
            batch.Set(address, isGone ? Gone(wasThere: !state.Why.ContainsKey(address)) : Failed(state, address));
        }

        ResponderResult NotAdded(AddressPrefix address) =>
            foreign.TryGetValue(address, out var isNowhere) ? OfOthers(address, isNowhere) : Failed(state, address);
    }

    private async ValueTask<BatchState> RunAsync(
        IReadOnlyList<AddressPrefix> freed,
        IReadOnlyList<AddressPrefix> blocked,
        CancellationToken cancellationToken
    )
    {
        var state = new BatchState();
        var isFreed = freed.ToHashSet();
        var changes = freed.Concat(blocked).ToList();
        for (var run = 0; run < MostRuns && changes.Count > 0; run++)
        {
            var commands = changes.Select(address => isFreed.Contains(address) ? program.Free(address) : program.Block(address));
            var result = await program.RunAsync(commands, cancellationToken).ConfigureAwait(false);
            state.There = await ListAsync(cancellationToken).ConfigureAwait(false);
            if (result.Outcome != CommandOutcome.Exited)
            {
                state.CutOff = result;
                break;
            }

            var (byLine, end) = NullRouteErrors.Read(result);
            foreach (var (line, text) in byLine.Where(pair => pair.Key < changes.Count))
            {
                state.Why.TryAdd(changes[line], text);
            }

            // What neither succeeded nor failed wasn't read: ip stopped at the first of these.
            changes = changes.FindAll(address =>
                !state.Why.ContainsKey(address) && state.There.Contains(address) == isFreed.Contains(address)
            );
            if (changes.Count > 0)
            {
                state.Why.Add(changes[0], end ?? "it reported success but changed nothing.");
                changes.RemoveAt(0);
            }
        }

        return state;
    }

    private ResponderResult Failed(BatchState state, AddressPrefix address)
    {
        if (state.CutOff is { } run && !state.Why.ContainsKey(address))
        {
            return program.Failed(run, address);
        }

        var text = state.Why.GetValueOrDefault(address) ?? "ip can't read too many of the commands.";
        return ResponderResult.Failed($"{address}: {NullRouteProgram.Explain(text)}");
    }

    private static ResponderResult Gone(bool wasThere) =>
        wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted("the route didn't exist");

    /// <summary>Whether the routes of others in place of ours lead nowhere too.</summary>
    private async ValueTask<Dictionary<AddressPrefix, bool>> ForeignAsync(
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var foreign = new Dictionary<AddressPrefix, bool>();
        foreach (var family in addresses.GroupBy(static address => address.IsIPv6))
        {
            var result = await program.ShowAsync(family.Key, family.Select(program.Show), cancellationToken).ConfigureAwait(false);
            var nowhere = result
                .OutputText.Split('\n')
                .Where(static line => Nowhere.Any(type => line.StartsWith(type, StringComparison.Ordinal)))
                .Select(static line => line.Split(' ')[1])
                .ToHashSet(StringComparer.Ordinal);
            foreach (var address in family)
            {
                foreign.Add(address, nowhere.Contains(address.ToString()));
            }
        }

        return foreign;
    }

    private static ResponderResult OfOthers(AddressPrefix address, bool isNowhere) =>
        isNowhere
            ? ResponderResult.AlreadyApplied("Another route leads nowhere already.")
            : ResponderResult.Failed($"{address}: another route with the same metric exists.");

    private sealed class BatchState
    {
        /// <summary>The routes of ours that exist after the last run.</summary>
        public HashSet<AddressPrefix> There { get; set; } = [];

        /// <summary>The error of each command that failed.</summary>
        public Dictionary<AddressPrefix, string> Why { get; } = [];

        /// <summary>The run that didn't end by itself, if any.</summary>
        public CommandResult? CutOff { get; set; }

        /// <summary>Whether a route of others stands where ours should.</summary>
        public bool IsTaken(AddressPrefix address) =>
            !There.Contains(address) && NullRouteErrors.IsExisting(Why.GetValueOrDefault(address));
    }
}
