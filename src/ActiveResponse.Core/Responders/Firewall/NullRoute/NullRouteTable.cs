using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Our routes in the table: makes changes and sees what came of them.</summary>
internal sealed class NullRouteTable(NullRouteProgram program)
{
    // ip gives up a batch at a command it can't read; each such command is left out in another run.
    private const int MostRuns = 20;

    private static readonly string[] Nowhere = ["blackhole ", "unreachable ", "prohibit "];

    /// <summary>The networks that routes of ours lead to.</summary>
    public async ValueTask<HashSet<AddressPrefix>> ListAsync(CancellationToken cancellationToken) =>
        [
            .. await program.ListAsync(isIPv6: false, cancellationToken).ConfigureAwait(false),
            .. await program.ListAsync(isIPv6: true, cancellationToken).ConfigureAwait(false),
        ];

    /// <summary>Makes the changes of a batch that have no result yet, and gives each one.</summary>
    /// <exception cref="FirewallException">ip can't do anything here.</exception>
    public async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var blocked = batch.Blocked;
        var freed = batch.Freed;
        if (blocked.Count + freed.Count == 0)
        {
            return;
        }

        var why = new Dictionary<AddressPrefix, string>();
        CommandResult? cutOff = null;
        var changes = freed.Concat(blocked).ToList();
        var isFreed = freed.ToHashSet();
        HashSet<AddressPrefix> there = [];
        for (var run = 0; run < MostRuns && changes.Count > 0; run++)
        {
            var result = await program
                .RunAsync(
                    changes.Select(address => isFreed.Contains(address) ? program.Free(address) : program.Block(address)),
                    cancellationToken
                )
                .ConfigureAwait(false);
            there = await ListAsync(cancellationToken).ConfigureAwait(false);
            if (result.Outcome != CommandOutcome.Exited)
            {
                cutOff = result;
                break;
            }

            var (byLine, end) = NullRouteErrors.Read(result);
            foreach (var (line, text) in byLine.Where(pair => pair.Key < changes.Count))
            {
                why.TryAdd(changes[line], text);
            }

            // Done is what is as it should be, and what has failed; after the first of the rest nothing was read.
            changes = changes.FindAll(address => !why.ContainsKey(address) && there.Contains(address) == isFreed.Contains(address));
            if (changes.Count > 0)
            {
                why.Add(changes[0], end ?? "it said success, and did nothing.");
                changes.RemoveAt(0);
            }
        }

        var foreign = await ForeignAsync(
                [.. blocked.Where(address => !there.Contains(address) && NullRouteErrors.SaysExists(why.GetValueOrDefault(address)))],
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var address in blocked)
        {
            batch.Set(address, there.Contains(address) ? ResponderResult.Applied() : NotAdded(address));
        }

        foreach (var address in freed)
        {
            batch.Set(address, there.Contains(address) ? Failed(address) : Gone(wasThere: !why.ContainsKey(address)));
        }

        ResponderResult NotAdded(AddressPrefix address) =>
            foreign.TryGetValue(address, out var isNowhere) ? OfOthers(address, isNowhere) : Failed(address);

        ResponderResult Failed(AddressPrefix address)
        {
            if (cutOff is not null && !why.ContainsKey(address))
            {
                return program.Failed(cutOff, address);
            }

            var words = why.GetValueOrDefault(address) ?? "too many commands can't be read.";
            return ResponderResult.Failed($"{address}: {NullRouteProgram.Explain(words)}");
        }
    }

    private static ResponderResult Gone(bool wasThere) =>
        wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted("there was no such route of ours");

    /// <summary>Whether routes of others that stand where ours should lead nowhere too.</summary>
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
            ? ResponderResult.AlreadyApplied("A route that isn't ours leads nowhere already.")
            : ResponderResult.Failed($"{address}: a route of others with the same metric is there.");
}
