using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Blocks by rich rules in a zone of firewalld, as <c>firewalld-drop</c> of OSSEC and Wazuh does, but reads back what came of each.</summary>
internal sealed class FirewalldBackend : IFirewallBackend
{
    private readonly FirewalldOptions _options;
    private readonly FirewalldRichRules _running;
    private readonly FirewalldRichRules _permanent;
    private readonly FirewalldProbe _probe;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FirewalldBackend(FirewalldOptions options, ICommandRunner runner)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        var program = new FirewalldProgram(runner);
        _options = options;
        _running = new FirewalldRichRules(program, options, permanent: false);
        _permanent = new FirewalldRichRules(program, options, permanent: true);
        _probe = new FirewalldProbe(program);
    }

    public string Name => _options.Name;

    public string Place => _options.Zone is null ? "firewalld-drop" : $"firewalld-drop:{_options.Zone}";

    public FirewallCapabilities Capabilities { get; } = new()
    {
        IPv6 = true,
        Prefixes = true,
        KernelExpiry = false,
        Batches = true,
        Enumeration = true,
        MarksEntries = false,
        KeepsEnds = false,
        EndsLiveFlows = false,
        Ownership = FirewallOwnership.Shared,
    };

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => _probe.RunAsync(_options.Zone, cancellationToken);

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes, CancellationToken cancellationToken)
    {
        var batch = new AddressBatch(adds, removes);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await BlockAsync(batch, cancellationToken).ConfigureAwait(false);
            await FreeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewalldException e)
        {
            // The rules may have been added before the listing that was to tell.
            batch.SetOpen(_ => ResponderResult.Failed(e.Message, mayBeInPlace: true));
        }

        return batch.Answer();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">firewalld can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _running.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static address => new FirewallEntry(address, null))];

    /// <summary>Does nothing: rules carry no mark, so that ours are those on record, which are lifted by it.</summary>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private async ValueTask BlockAsync(AddressBatch batch, CancellationToken cancellationToken)
    {
        var results = await _running.AddAsync(batch.Blocked, cancellationToken).ConfigureAwait(false);
        if (_options.Permanent)
        {
            var applied = results.Where(static pair => pair.Value.Outcome == ActionOutcome.Applied).Select(static pair => pair.Key).ToList();
            var kept = await _permanent.AddAsync(applied, cancellationToken).ConfigureAwait(false);
            foreach (var (address, result) in kept)
            {
                results[address] = result;
            }

            // Half a block would be taken for another's when it is tried again.
            await _running.RemoveAsync([.. kept.Where(static pair => !pair.Value.IsSuccess).Select(static pair => pair.Key)], cancellationToken).ConfigureAwait(false);
        }

        SetAll(batch, results);
    }

    private async ValueTask FreeAsync(AddressBatch batch, CancellationToken cancellationToken)
    {
        var results = await _running.RemoveAsync(batch.Freed, cancellationToken).ConfigureAwait(false);
        if (_options.Permanent)
        {
            foreach (var (address, result) in await _permanent.RemoveAsync(batch.Freed, cancellationToken).ConfigureAwait(false))
            {
                results[address] = results[address].IsSuccess && result.Outcome != ActionOutcome.AlreadyReverted ? result : results[address];
            }
        }

        SetAll(batch, results);
    }

    private static void SetAll(AddressBatch batch, Dictionary<AddressPrefix, ResponderResult> results)
    {
        foreach (var (address, result) in results)
        {
            batch.Set(address, result);
        }
    }
}
