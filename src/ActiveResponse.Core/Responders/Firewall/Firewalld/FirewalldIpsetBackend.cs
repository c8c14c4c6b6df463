using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Blocks with entries in two firewalld sets that are sources of a zone: for large lists, for which rich rules are too
/// slow.</summary>
internal sealed class FirewalldIpsetBackend : FirewallBackend, IDisposable
{
    private static readonly ResponderResult Network = ResponderResult.Refused(
        "a firewalld set can't hold a network together with an entry in it; block single addresses, or use rich rules"
    );

    private readonly FirewalldIpsetOptions _options;
    private readonly FirewalldSet[] _running;
    private readonly FirewalldSet[] _permanent;
    private readonly FirewalldSetInstaller _installer;
    private readonly FirewallLock _lock;
    private readonly FirewalldProbe _probe;
    private readonly IFirewalldTransport _transport;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FirewalldIpsetBackend(FirewalldIpsetOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, clock, FirewalldBusTransport.BusOf(options.Transport, runner, clock)) { }

    /// <param name="options">The sets, the zone and the backend's name.</param>
    /// <param name="runner">Runs firewall-cmd.</param>
    /// <param name="clock">The current time.</param>
    /// <param name="bus">The D-Bus of the firewalld that firewall-cmd reaches; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FirewalldIpsetBackend(FirewalldIpsetOptions options, ICommandRunner runner, TimeProvider clock, FirewalldBus? bus)
        : base(options.Name, $"firewalld-ipset:{options.Set}", IPv6 | Batches | Enumeration | MarksEntries | ExclusivePlace)
    {
        options.Validate();
        var program = new FirewalldProgram(runner, () => bus?.AddressForOthers);
        _options = options;
        _transport = FirewalldBusTransport.Create(bus, program);
        _running = Sets(permanent: false);
        _permanent = options.Permanent ? Sets(permanent: true) : [];
        _installer = new FirewalldSetInstaller(program, _transport, options);
        _lock = new FirewallLock(options.LockFile, options.LockTimeout, clock, FirewalldIpsetOptions.DefaultLockFile);
        _probe = new FirewalldProbe(program, _transport);
    }

    /// <summary>Whether requests go over D-Bus, unless it fails.</summary>
    internal bool UsesBus => _transport is FirewalldBusTransport;

    public void Dispose() => _transport.Dispose();

    protected override async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await _probe.RunAsync(_options.Zone, covers: false, cancellationToken).ConfigureAwait(false);
        _lock.Check();
        return found;
    }

    protected override ResponderResult? Judge(FirewallChange change) => change.Address.IsSingleAddress ? null : Network;

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (batch.Blocked.Count > 0)
            {
                await _installer.EnsureAsync(cancellationToken).ConfigureAwait(false);
            }

            await ChangeSetsAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            batch.SetOpen(e.ToResult(mayBeInPlace: true));
        }
    }

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var sets = new Dictionary<string, HashSet<AddressPrefix>>();
        foreach (var set in _running)
        {
            sets[set.Name] = await set.ListAsync(cancellationToken).ConfigureAwait(false) ?? [];
        }

        string[] unbound = sets.Values.Any(static set => set.Count > 0)
            ? await _installer.FindUnboundAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return Entries(sets.Where(set => !unbound.Contains(set.Key)).SelectMany(static set => set.Value));
    }

    protected override async ValueTask RemoveAllAsync(CancellationToken cancellationToken)
    {
        using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var set in _running)
        {
            await set.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        await _installer.RemoveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ChangeSetsAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var kept = new FirewallBatch([.. batch.Blocked.Select(static address => new FirewallEntry(address, null))], batch.Freed);
        foreach (var set in _running)
        {
            await set.ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (_permanent.Length == 0)
        {
            return;
        }

        foreach (var set in _permanent)
        {
            await set.ChangeAsync(kept, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (address, _) in kept.Changes.Select(static change => change.Entry))
        {
            batch.Set(address, Both(batch.ResultOf(address), kept.ResultOf(address)!));
        }
    }

    // A failure in the permanent set is a failure; an entry that was in either set counts as lifted.
    private static ResponderResult Both(ResponderResult? running, ResponderResult kept)
    {
        if (running is { IsSuccess: true } && !kept.IsSuccess)
        {
            return ResponderResult.Failed(kept.Detail ?? "", mayBeInPlace: true);
        }

        return running is null || !kept.IsSuccess || running.Outcome == ActionOutcome.AlreadyLifted ? kept : running;
    }

    private FirewalldSet[] Sets(bool permanent) =>
        [new(_transport, _options.Set + "4", isIPv6: false, permanent), new(_transport, _options.Set + "6", isIPv6: true, permanent)];
}
