using System.Globalization;
using System.Text;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The set of one family, and the chain that looks into it. All that changes them runs under the lock.</summary>
internal sealed class IpsetFamily(
    string set, int maxElements, IptablesPlace place, IpsetProgram program, IptablesProgram rules, FirewallMemory memory, TimeProvider clock)
{
    // Ten milliseconds, then twenty…: about two seconds.
    private const int DestroyAttempts = 20;

    private bool? _isThere;

    public string Set => set;

    public IptablesProgram Rules => rules;

    public IptablesFrame Frame { get; } = new(
        place, rules.IsIPv6, $"-m set --match-set {set} src -m comment --comment {IptablesRule.Mark} -j {place.Target}");

    private string Definition => string.Create(
        CultureInfo.InvariantCulture, $"create {set} hash:net family {IpsetListing.Family(rules.IsIPv6)} maxelem {maxElements} timeout 0 comment\n");

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="IptablesException">ipset or iptables can't do anything here.</exception>
    public async ValueTask<IReadOnlyList<ResponderResult>> ApplyAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        _isThere ??= await LookAsync(cancellationToken).ConfigureAwait(false);
        var blocks = changes.Any(static change => change.Blocks);
        var lost = blocks ? await MakeAsync(changes, cancellationToken).ConfigureAwait(false) : [];
        if (_isThere == false)
        {
            return [.. changes.Select(Absent)];
        }

        var result = await RunAsync([.. lost, .. changes], cancellationToken).ConfigureAwait(false);
        if (IpsetErrors.SaysMissing(result))
        {
            // Somebody destroyed it since we looked.
            _isThere = false;
            if (!blocks)
            {
                return [.. changes.Select(Absent)];
            }

            lost = await MakeAsync(changes, cancellationToken).ConfigureAwait(false);
            result = await RunAsync([.. lost, .. changes], cancellationToken).ConfigureAwait(false);
        }

        if (result.IsSuccess)
        {
            return [.. changes.Select(Success)];
        }

        var split = new FirewallSplit(part => RunAsync(part, cancellationToken), Success, IpsetErrors.Explain);
        var results = await split.RunAsync(changes).ConfigureAwait(false);
        await split.RunAsync(lost).ConfigureAwait(false);
        return results;
    }

    /// <summary>What is in the set by our hand; nothing if no rule looks into it any more.</summary>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        if (await program.ListAsync(set, rules.IsIPv6, cancellationToken).ConfigureAwait(false) is not { IsOurs: true } listing)
        {
            return [];
        }

        _isThere = true;
        if (listing.Entries.Count > 0 && !Frame.IsInForce(await rules.ListAsync(cancellationToken).ConfigureAwait(false)))
        {
            return [];
        }

        memory.Adopt(listing.Entries);
        return listing.Entries;
    }

    /// <summary>Takes away all that is ours.</summary>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        _isThere = null;
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

        var ours = string.Concat(listing.Entries.Select(entry => $"del {set} {entry.Address}\n"));
        if (listing.HasOthers)
        {
            Check(await program.RunAsync(ours, cancellationToken).ConfigureAwait(false), IpsetErrors.Explain);
            return;
        }

        await DestroyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the set and the rules if they are missing.</summary>
    /// <returns>What this process had put into a set that is gone.</returns>
    private async ValueTask<IReadOnlyList<FirewallChange>> MakeAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        IReadOnlyList<FirewallChange> lost = [];
        var table = await rules.ListAsync(cancellationToken).ConfigureAwait(false);
        if (Frame.IsForeign(table))
        {
            throw new IptablesException($"the chain {place.Chain} of {rules.Name} is there and not ours. Set another name for ours.");
        }

        // No set can be destroyed that a rule looks into: only where our rules are gone, it may be too.
        var script = Frame.Make(table);
        if (script is not null && _isThere == true)
        {
            _isThere = await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_isThere != true)
        {
            Check(await program.RunAsync(Definition, cancellationToken).ConfigureAwait(false), IpsetErrors.Explain);
            _isThere = true;
            lost = memory.Except(rules.IsIPv6, changes);
        }

        if (script is not null)
        {
            Check(await rules.RunAsync(script, cancellationToken).ConfigureAwait(false), rules.Explain);
        }

        return lost;
    }

    private async ValueTask<bool> LookAsync(CancellationToken cancellationToken) =>
        await program.ListAsync(set, rules.IsIPv6, cancellationToken).ConfigureAwait(false) switch
        {
            null => false,
            { IsOurs: true } => true,
            _ => throw new IptablesException($"the set {set} is there and not ours. Set another name for ours."),
        };

    private async ValueTask<CommandResult> RunAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var script = new StringBuilder();
        foreach (var change in changes)
        {
            script.Append(change.Blocks ? $"add {set} {IpsetElement.Of(change.Entry, now)}\n" : $"del {set} {change.Address}\n");
        }

        var result = await program.RunAsync(script.ToString(), cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            memory.Note(changes);
        }

        return result;
    }

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

    private static ResponderResult Success(FirewallChange change) => change.Blocks ? ResponderResult.Applied() : ResponderResult.Reverted();

    private static ResponderResult Absent(FirewallChange change) => ResponderResult.AlreadyReverted($"{change.Address} wasn't blocked");
}
