namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Blocks with rules of iptables and ip6tables, one family after the other and one process at a time.</summary>
/// <param name="name">The name that <c>&lt;executable&gt;</c> refers to.</param>
/// <param name="place">The place of its entries.</param>
/// <param name="capabilities">Its capabilities besides those of all iptables rules.</param>
/// <param name="obstacle">Why it can't work on this host, or null.</param>
/// <param name="gate">The lock.</param>
/// <param name="families">IPv4 and IPv6.</param>
internal abstract class IptablesFamiliesBackend(
    string name,
    string place,
    FirewallCapabilities capabilities,
    string? obstacle,
    FirewallLock gate,
    IReadOnlyList<IIptablesFamily> families
) : FirewallBackend(name, place, capabilities | Common, obstacle), IObservedBackend
{
    private const FirewallCapabilities Common =
        FirewallCapabilities.IPv6
        | FirewallCapabilities.Prefixes
        | FirewallCapabilities.Batches
        | FirewallCapabilities.Enumeration
        | FirewallCapabilities.MarksEntries
        | FirewallCapabilities.KeepsEnds
        | FirewallCapabilities.EndsLiveFlows
        | FirewallCapabilities.ExclusivePlace;

    /// <inheritdoc/>
    /// <exception cref="IOException">The rules can't be listed, which isn't the same as having none.</exception>
    public async ValueTask<FirewallFindings> ObserveAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        List<FirewallEntry> entries = [];
        List<FirewallPassage> passages = [];

        // In parallel, as most of the time goes into starting programs.
        var all = families.Select(family => family.ListAsync(cancellationToken).AsTask()).ToArray();
        await Task.WhenAll(all).ConfigureAwait(false);
        foreach (var (family, list) in families.Zip(all))
        {
            var found = await list.ConfigureAwait(false);
            entries.AddRange(found.Entries);

            // A rule without a source lets packets of its own family pass only.
            passages.AddRange(
                found.Passages.Select(passage => passage with { Source = passage.Source ?? FirewallPassage.AllOf(family.IsIPv6) })
            );
        }

        return new FirewallFindings(entries, passages);
    }

    protected sealed override async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await CheckProgramsAsync(cancellationToken).ConfigureAwait(false);
        gate.Check();
        return found;
    }

    /// <summary>Checks whether the programs exist and may be used.</summary>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">They can't be used.</exception>
    protected abstract ValueTask<string> CheckProgramsAsync(CancellationToken cancellationToken);

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        foreach (var family in families)
        {
            var part = batch.OpenOf(family.IsIPv6);
            if (part.Changes.Count == 0)
            {
                continue;
            }

            try
            {
                using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
                batch.SetAll(part, await family.ApplyAsync(part.Changes, cancellationToken).ConfigureAwait(false));
            }
            catch (FirewallException e)
            {
                batch.SetAll(part, e.ToResult());
            }
        }
    }

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        (await ObserveAsync(cancellationToken).ConfigureAwait(false)).Entries;

    protected override async ValueTask RemoveAllAsync(CancellationToken cancellationToken)
    {
        using var held = await gate.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var family in families)
        {
            await family.UninstallAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
