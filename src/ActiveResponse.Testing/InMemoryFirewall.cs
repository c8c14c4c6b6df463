using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Testing;

/// <summary>A firewall backend that keeps its entries in memory and counts its batches.</summary>
/// <param name="name">Its name.</param>
public sealed class InMemoryFirewall(string name = "memory-firewall") : IFirewallBackend
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AddressPrefix, DateTimeOffset?> _entries = [];

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public FirewallCapabilities Capabilities { get; init; } =
        FirewallCapabilities.IPv6
        | FirewallCapabilities.Prefixes
        | FirewallCapabilities.Batches
        | FirewallCapabilities.Enumeration
        | FirewallCapabilities.MarksEntries
        | FirewallCapabilities.KeepsEnds
        | FirewallCapabilities.EndsLiveFlows
        | FirewallCapabilities.ExclusivePlace;

    /// <summary>How many batches it was given.</summary>
    public int Batches { get; private set; }

    /// <summary>Awaited before each batch; lets a test hold the backend back.</summary>
    public Func<Task> BeforeBatch { get; set; } = static () => Task.CompletedTask;

    /// <summary>The entries now.</summary>
    public IReadOnlyDictionary<AddressPrefix, DateTimeOffset?> Entries
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<AddressPrefix, DateTimeOffset?>(_entries);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new FirewallProbe(true, "in memory"));

    /// <inheritdoc/>
    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        await BeforeBatch().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Batches++;
            foreach (var (address, until) in adds)
            {
                _entries[address] = until;
            }

            return new FirewallBatchResult(
                [.. adds.Select(static _ => ResponderResult.Applied())],
                [.. removes.Select(address => _entries.Remove(address) ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted())]
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FirewallEntry>>([.. Entries.Select(static pair => new FirewallEntry(pair.Key, pair.Value))]);

    /// <inheritdoc/>
    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _entries.Clear();
        }

        return ValueTask.CompletedTask;
    }
}
