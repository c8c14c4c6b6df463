using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>What the built-in backends share: batches, the system they need, and errors that become results.</summary>
internal abstract class FirewallBackend : IFirewallBackend
{
    private readonly string? _obstacle;

    /// <param name="name">The name that <c>&lt;executable&gt;</c> refers to.</param>
    /// <param name="place">Where its entries are.</param>
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
            return batch.Answer();
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

        return batch.Answer();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The firewall can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        return ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The firewall can't remove what is ours.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        return RemoveAllAsync(cancellationToken);
    }

    /// <summary>Checks whether it can work here, without changing anything.</summary>
    /// <returns>What an operator should know of it.</returns>
    /// <exception cref="FirewallException">It can't; the message names the cause and the remedy.</exception>
    protected abstract ValueTask<string> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Makes the changes of a batch that have no result yet, and sets their results.</summary>
    /// <exception cref="FirewallException">Nothing more can be done: changes without a result get this one.</exception>
    protected abstract ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken);

    /// <summary>The entries that are there by our hand; where the place bears no marks, everybody's.</summary>
    /// <exception cref="FirewallException">It can't be read.</exception>
    protected abstract ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes all that is ours. Default: nothing is set up, and entries bear no mark.</summary>
    /// <exception cref="FirewallException">It can't be removed.</exception>
    protected virtual ValueTask RemoveAllAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The result of a change that is known without a run, or null. Default: a refusal of what the capabilities exclude.</summary>
    protected virtual ResponderResult? Judge(FirewallChange change) => this.WhyNot(change.Address);

    /// <summary>Entries without an end.</summary>
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
