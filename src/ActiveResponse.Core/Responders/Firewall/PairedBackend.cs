using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Blocks in two firewalls at once: an entry is in place if both have it.</summary>
internal sealed class PairedBackend(IFirewallBackend first, IFirewallBackend second)
    : INonBlockingBackend,
        IVacantBackend,
        IObservedBackend,
        IAsyncDisposable
{
    public string Name { get; } = $"{first.Name}+{second.Name}";

    public FirewallCapabilities Capabilities { get; } = first.Capabilities & second.Capabilities;

    /// <summary>The two; each place needs to be ours.</summary>
    public IReadOnlyList<IFirewallBackend> Parts => [first, second];

    /// <inheritdoc/>
    public bool NeverBlocks => Parts.All(static part => part.NeverBlocks());

    /// <summary>Nothing is in both if one of them has nothing.</summary>
    public bool IsVacant => Parts.Any(static part => part is IVacantBackend { IsVacant: true });

    /// <inheritdoc/>
    public bool LiftsWhileUnusable => !IsVacant && Parts.Any(static part => part is IVacantBackend { LiftsWhileUnusable: true });

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        var one = await first.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (!one.IsUsable)
        {
            return one with { Reason = $"{first.Name}: {one.Reason}" };
        }

        var other = await second.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return other.IsUsable
            ? other with
            {
                Reason = $"{first.Name}: {one.Reason} {second.Name}: {other.Reason}",
            }
            : other with
            {
                Reason = $"{second.Name}: {other.Reason}",
            };
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var one = await first.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);

        // From here on the first has it: what the second can't do must not hide that.
        var other = await TryAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        return new FirewallBatchResult(Join(one.Adds, other.Adds), Join(one.Removes, other.Removes));
    }

    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).Both;

    /// <summary>Lists what only one of them has, too, and says so: what is on record is missing then, and what isn't gets a record, by
    /// which the next check completes it. It isn't lifted: a flushed firewall would take the blocks of the other one along.</summary>
    public async ValueTask<FirewallFindings> ObserveAsync(CancellationToken cancellationToken)
    {
        var (both, halves) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return new FirewallFindings([.. both, .. halves], []) { Halves = halves.Select(static half => half.Address).ToHashSet() };
    }

    private async ValueTask<(List<FirewallEntry> Both, List<FirewallEntry> Halves)> ReadAsync(CancellationToken cancellationToken)
    {
        var ends = new Dictionary<AddressPrefix, DateTimeOffset?>();
        foreach (var entry in await first.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            ends[entry.Address] = entry.Until;
        }

        var both = new List<FirewallEntry>();
        var halves = new List<FirewallEntry>();
        foreach (var entry in await second.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ends.Remove(entry.Address, out var end))
            {
                both.Add(entry with { Until = Earlier(entry.Until, end) });
            }
            else
            {
                halves.Add(entry);
            }
        }

        halves.AddRange(ends.Select(static pair => new FirewallEntry(pair.Key, pair.Value)));
        return (both, halves);
    }

    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        try
        {
            await first.UninstallAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await second.UninstallAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Parts)
        {
            if (part is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (part as IDisposable)?.Dispose();
            }
        }
    }

    private async ValueTask<FirewallBatchResult> TryAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await second.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            var failed = ResponderResult.Failed(e.Message, mayBeInPlace: true);
            return new FirewallBatchResult([.. adds.Select(_ => failed)], [.. removes.Select(_ => failed)]);
        }
    }

    private ResponderResult[] Join(IReadOnlyList<ResponderResult> ones, IReadOnlyList<ResponderResult> others) =>
        [.. ones.Zip(others, Join)];

    private ResponderResult Join(ResponderResult one, ResponderResult other) =>
        (one.IsSuccess, other.IsSuccess) switch
        {
            // What one of them still had is lifted now.
            (true, true) => one.Outcome == ActionOutcome.AlreadyLifted ? other : one,
            // Nobody retries what was refused, but either may have it.
            (false, false) => one.MayBeInPlace || !other.MayBeInPlace ? one : Half(second, other),
            (true, false) => Half(second, other),
            (false, true) => Half(first, one),
        };

    private static ResponderResult Half(IFirewallBackend failed, ResponderResult why) =>
        ResponderResult.Failed($"{failed.Name}: {why.Detail}", mayBeInPlace: true);

    // Null never ends.
    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return one < other ? one : other;
    }
}
