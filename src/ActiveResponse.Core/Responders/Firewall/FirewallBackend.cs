using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>The base of the built-in backends: batches, required systems, and conversion of errors to results.</summary>
internal abstract class FirewallBackend : IFirewallBackend
{
    private readonly string? _obstacle;

    /// <param name="name">The name that <c>&lt;executable&gt;</c> refers to.</param>
    /// <param name="place">The place of its entries.</param>
    /// <param name="capabilities">What it can express and do by itself.</param>
    /// <param name="obstacle">Why it can't work on this host, or null.</param>
    protected FirewallBackend(string name, string place, FirewallCapabilities capabilities, string? obstacle = null) =>
        (Name, Place, Capabilities, _obstacle) = (name, place, capabilities, obstacle);

    public string Name { get; }

    public string Place { get; }

    public FirewallCapabilities Capabilities { get; }

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            RequireHost();
            return new FirewallProbe(IsUsable: true, await CheckAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (FirewallException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var batch = new FirewallBatch(adds, removes);
        cancellationToken.ThrowIfCancellationRequested();
        batch.SetWhere(Judge);
        if (!batch.HasOpen)
        {
            return batch.ToResult();
        }

        try
        {
            RequireHost();
            await ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            batch.SetOpen(e.ToResult());
        }

        return batch.ToResult();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The firewall can't list its entries, which isn't the same as having none.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        return ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The firewall can't remove our entries.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        return RemoveAllAsync(cancellationToken);
    }

    /// <summary>Checks whether it can work on this host, without changing anything.</summary>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">It can't work here; the message names the cause and the remedy.</exception>
    protected abstract ValueTask<string> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Makes the changes of a batch that have no result yet, and sets their results.</summary>
    /// <exception cref="FirewallException">No further change is possible: changes without a result get this one.</exception>
    protected abstract ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken);

    /// <summary>Our entries; where entries have no mark, everybody's.</summary>
    /// <exception cref="FirewallException">The firewall can't be read.</exception>
    protected abstract ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes all our entries and set-up. Default: nothing, as nothing is set up and entries have no mark.</summary>
    /// <exception cref="FirewallException">The firewall can't be changed.</exception>
    protected virtual ValueTask RemoveAllAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The result of a change that is known without a run, or null. Default: refuses what the capabilities exclude.</summary>
    protected virtual ResponderResult? Judge(FirewallChange change) => this.WhyNot(change.Address);

    /// <summary>Converts addresses to entries without an end.</summary>
    protected static IReadOnlyList<FirewallEntry> Entries(IEnumerable<AddressPrefix> addresses) =>
        [.. addresses.Distinct().Select(static address => new FirewallEntry(address, null))];

    /// <exception cref="FirewallException">It can't work on this host.</exception>
    protected void RequireHost()
    {
        if (_obstacle is not null)
        {
            throw new FirewallException(_obstacle);
        }
    }
}
