using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Blocks with rich rules in a zone of firewalld, as <c>firewalld-drop</c> of OSSEC and Wazuh does, but reads back the result of
/// each.</summary>
internal sealed class FirewalldBackend : FirewallBackend, IPlacedBackend, IDisposable
{
    private readonly FirewalldOptions _options;
    private readonly FirewalldRichRules _running;
    private readonly FirewalldZones _zones;
    private readonly FirewalldProbe _probe;
    private readonly IFirewalldTransport _transport;

    /// <remarks>The place is the kind and the zone; without a named zone the kind alone, and each result names the zone its rule is
    /// in.</remarks>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FirewalldBackend(FirewalldOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, FirewalldBusTransport.BusOf(options.Transport, runner, clock)) { }

    /// <param name="options">The zone, the backend's name, and how packets are refused.</param>
    /// <param name="runner">Runs firewall-cmd.</param>
    /// <param name="bus">The D-Bus of the firewalld that firewall-cmd reaches; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public FirewalldBackend(FirewalldOptions options, ICommandRunner runner, FirewalldBus? bus = null)
        : base(
            options.Name,
            options.Zone is null ? FirewalldZones.Kind : FirewalldZones.PlaceOf(options.Zone),
            FirewallCapabilities.IPv6 | FirewallCapabilities.Prefixes | FirewallCapabilities.Batches | FirewallCapabilities.Enumeration
        )
    {
        options.Validate();
        var program = new FirewalldProgram(runner, () => bus?.AddressForOthers);
        _options = options;
        _transport = FirewalldBusTransport.Create(bus, program);
        _running = new FirewalldRichRules(_transport, options.Refusal, options.Zone, permanent: false);
        _zones = new FirewalldZones(program, _transport, options);
        _probe = new FirewalldProbe(program, _transport);
    }

    public bool IsAt(string place) =>
        _options.Zone is null
            ? place == Name || EffectPlaces.KindOf(place) == FirewalldZones.Kind
            : place == Name || EffectPlaces.IsSame(place, EffectPlaces.NameOf(Place));

    public void Recall(AddressPrefix address, string place) => _zones.Recall(address, place);

    /// <summary>Whether requests go over D-Bus, unless it fails.</summary>
    internal bool UsesBus => _transport is FirewalldBusTransport;

    public void Dispose() => _transport.Dispose();

    protected override ValueTask<string> CheckAsync(CancellationToken cancellationToken) =>
        _probe.RunAsync(_options.Zone, covers: true, cancellationToken);

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            // The default zone may change meanwhile. firewall-cmd is slow to ask for it.
            var zone =
                _options.Zone is null && UsesBus
                    ? await _transport.DefaultZoneAsync(cancellationToken).ConfigureAwait(false)
                    : _options.Zone;
            await BlockAsync(batch, zone, cancellationToken).ConfigureAwait(false);
            await FreeAsync(batch, zone, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            // The rules may have been added before the listing failed.
            batch.SetOpen(e.ToResult(mayBeInPlace: true));
        }
    }

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Entries(await _running.ListAsync(cancellationToken).ConfigureAwait(false));

    private async ValueTask BlockAsync(FirewallBatch batch, string? zone, CancellationToken cancellationToken)
    {
        var running = _zones.RulesOf(zone, permanent: false);
        var results = await running.AddAsync(batch.Blocked, cancellationToken).ConfigureAwait(false);
        if (_options.Permanent)
        {
            var applied = results
                .Where(static pair => pair.Value.Outcome == ActionOutcome.Applied)
                .Select(static pair => pair.Key)
                .ToList();
            var kept = await _zones.RulesOf(zone, permanent: true).AddAsync(applied, cancellationToken).ConfigureAwait(false);
            foreach (var (address, result) in kept)
            {
                results[address] = result;
            }

            // On a retry, half a block would look like someone else's.
            await running
                .RemoveAsync([.. kept.Where(static pair => !pair.Value.IsSuccess).Select(static pair => pair.Key)], cancellationToken)
                .ConfigureAwait(false);
        }

        await _zones.RememberAsync(results, zone, cancellationToken).ConfigureAwait(false);
        SetAll(batch, results);
    }

    private async ValueTask FreeAsync(FirewallBatch batch, string? zone, CancellationToken cancellationToken)
    {
        var results = new Dictionary<AddressPrefix, ResponderResult>();
        var (here, elsewhere) = await _zones.SplitAsync(batch.Freed, zone, cancellationToken).ConfigureAwait(false);
        await FreeAsync(_zones.RulesOf(zone, permanent: false), here, alwaysRuns: true, results, cancellationToken).ConfigureAwait(false);
        await FreeAsync(_zones.RulesOf(zone, permanent: true), here, alwaysRuns: _options.Permanent, results, cancellationToken)
            .ConfigureAwait(false);
        await FreeAsync(elsewhere, results, cancellationToken).ConfigureAwait(false);
        await FreeAsync(await _zones.SearchAsync(results, cancellationToken).ConfigureAwait(false), results, cancellationToken)
            .ConfigureAwait(false);
        foreach (var address in batch.Freed)
        {
            results.TryAdd(address, ResponderResult.AlreadyLifted("the zone that held it is gone"));
        }

        _zones.Forget(results);
        SetAll(batch, results);
    }

    private async ValueTask FreeAsync(
        Dictionary<string, List<AddressPrefix>> zones,
        Dictionary<AddressPrefix, ResponderResult> results,
        CancellationToken cancellationToken
    )
    {
        foreach (var (zone, addresses) in zones)
        {
            await FreeAsync(_zones.RulesOf(zone, permanent: false), addresses, alwaysRuns: true, results, cancellationToken)
                .ConfigureAwait(false);
            await FreeAsync(_zones.RulesOf(zone, permanent: true), addresses, alwaysRuns: false, results, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    // Making the runtime configuration permanent includes our rules, and a reload would restore lifted blocks.
    private static async ValueTask FreeAsync(
        FirewalldRichRules rules,
        IReadOnlyList<AddressPrefix> addresses,
        bool alwaysRuns,
        Dictionary<AddressPrefix, ResponderResult> results,
        CancellationToken cancellationToken
    )
    {
        if (addresses.Count == 0)
        {
            return;
        }

        if (!alwaysRuns)
        {
            var there = await rules.ListAsync(cancellationToken).ConfigureAwait(false);
            addresses = [.. addresses.Where(there.Contains)];
        }

        foreach (var (address, result) in await rules.RemoveAsync(addresses, cancellationToken).ConfigureAwait(false))
        {
            var keepsFirst =
                results.TryGetValue(address, out var before) && (!before.IsSuccess || result.Outcome == ActionOutcome.AlreadyLifted);
            results[address] = keepsFirst ? before! : result;
        }
    }

    private static void SetAll(FirewallBatch batch, Dictionary<AddressPrefix, ResponderResult> results)
    {
        foreach (var (address, result) in results)
        {
            batch.Set(address, result);
        }
    }
}
