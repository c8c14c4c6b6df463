using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Blocks by entries in two sets of firewalld that a zone takes packets from: for large lists, which rich rules are too slow
/// for.</summary>
internal sealed class FirewalldIpsetBackend : IFirewallBackend
{
    private static readonly ResponderResult Network = ResponderResult.Refused(
        "a set of firewalld takes no network beside an entry within it; block single addresses, or use rich rules"
    );

    private readonly FirewalldIpsetOptions _options;
    private readonly FirewalldSet[] _running;
    private readonly FirewalldSet[] _permanent;
    private readonly FirewalldSetInstaller _installer;
    private readonly FirewalldLock _lock;
    private readonly FirewalldProbe _probe;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FirewalldIpsetBackend(FirewalldIpsetOptions options, ICommandRunner runner, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        var program = new FirewalldProgram(runner);
        _options = options;
        _running = Sets(program, permanent: false);
        _permanent = options.Permanent ? Sets(program, permanent: true) : [];
        _installer = new FirewalldSetInstaller(program, options);
        _lock = new FirewalldLock(options, clock);
        _probe = new FirewalldProbe(program);
    }

    public string Name => _options.Name;

    public string Place => $"firewalld-ipset:{_options.Set}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = false,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = false,
            EndsLiveFlows = false,
            Ownership = FirewallOwnership.Exclusive,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = await _probe.RunAsync(_options.Zone, covers: false, cancellationToken).ConfigureAwait(false);
        return probe.IsUsable && _lock.WhyNot() is { } why ? new FirewallProbe(IsUsable: false, why) : probe;
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var batch = new AddressBatch(adds, removes);
        try
        {
            using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (batch.Blocked.Any(static address => address.IsSingleAddress))
            {
                await _installer.EnsureAsync(cancellationToken).ConfigureAwait(false);
            }

            await ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewalldException e)
        {
            batch.SetOpen(address => address.IsSingleAddress ? ResponderResult.Failed(e.Message, mayBeInPlace: true) : Network);
        }

        batch.SetOpen(static address => address.IsSingleAddress ? ResponderResult.AlreadyLifted("there is no set of ours") : Network);
        return batch.Answer();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">firewalld can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var sets = new Dictionary<string, HashSet<AddressPrefix>>();
        foreach (var set in _running)
        {
            sets[set.Name] = await set.ListAsync(cancellationToken).ConfigureAwait(false) ?? [];
        }

        string[] unbound = sets.Values.Any(static set => set.Count > 0)
            ? await _installer.FindUnboundAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return
        [
            .. sets.Where(set => !unbound.Contains(set.Key))
                .SelectMany(static set => set.Value)
                .Select(static address => new FirewallEntry(address, null)),
        ];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">firewalld won't give up the sets.</exception>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var set in _running)
        {
            await set.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        await _installer.RemoveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ChangeAsync(AddressBatch batch, CancellationToken cancellationToken)
    {
        foreach (var set in _running)
        {
            await set.ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (_permanent.Length == 0)
        {
            return;
        }

        var kept = new AddressBatch([.. batch.Blocked.Select(static address => new FirewallEntry(address, null))], batch.Freed);
        foreach (var set in _permanent)
        {
            await set.ChangeAsync(kept, cancellationToken).ConfigureAwait(false);
        }

        batch.Merge(kept);
    }

    private FirewalldSet[] Sets(FirewalldProgram program, bool permanent) =>
        [new(program, _options.Set + "4", isIPv6: false, permanent), new(program, _options.Set + "6", isIPv6: true, permanent)];
}
