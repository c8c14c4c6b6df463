using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Blocks in sets, one a family, that a rule of iptables looks into: a list of any size costs a packet one look-up. The kernel
/// ends each block.</summary>
internal sealed class IpsetBackend : IObservedBackend
{
    private readonly IpsetOptions _options;
    private readonly IpsetProgram _program;
    private readonly IptablesLock _lock;
    private readonly FirewallMemory _memory;
    private readonly IpsetFamily[] _families;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IpsetBackend(IpsetOptions options, ICommandRunner runner, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        _options = options;
        _program = new IpsetProgram(runner);
        _lock = new IptablesLock(options.LockFile, options.Wait, clock);
        _memory = new FirewallMemory(clock);
        _families = [Family(options.Set4, isIPv6: false), Family(options.Set6, isIPv6: true)];

        IpsetFamily Family(string set, bool isIPv6)
        {
            var rules = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
            return new IpsetFamily(
                set,
                options.MaxElements,
                options.Place,
                _program,
                rules,
                new IptablesDormancy(runner, options.Variant, rules),
                _memory,
                clock
            );
        }
    }

    public string Name => _options.Name;

    public string Place => $"ipset:{_options.Set4}/{_options.Set6}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = true,
            Batches = true,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = true,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Exclusive,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = await new IpsetProbe(_program, _families[0], _families[1]).RunAsync(cancellationToken).ConfigureAwait(false);
        return probe.IsUsable && _lock.WhyNot() is { } why ? new FirewallProbe(IsUsable: false, why) : probe;
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        var batch = new FirewallBatch(adds, removes);
        batch.SetWhere(static change =>
            change.Address.Length != 0 ? null
            : change.Blocks ? ResponderResult.Refused($"{change.Address}: a set of ipset can't hold the network of all addresses")
            : ResponderResult.AlreadyLifted($"{change.Address} wasn't blocked")
        );
        foreach (var family in _families)
        {
            var part = batch.Open(family.Rules.IsIPv6);
            if (part.Changes.Count == 0)
            {
                continue;
            }

            try
            {
                RequireLinux();
                using var held = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
                batch.SetAll(part, await family.ApplyAsync(part.Changes, cancellationToken).ConfigureAwait(false));
            }
            catch (IptablesException e)
            {
                batch.SetAll(part, ResponderResult.Failed(e.Message));
            }
        }

        return batch.Answer();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">ipset can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        (await ObserveAsync(cancellationToken).ConfigureAwait(false)).Entries;

    /// <inheritdoc/>
    /// <exception cref="IOException">ipset can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<FirewallFindings> ObserveAsync(CancellationToken cancellationToken)
    {
        RequireLinux();
        List<FirewallEntry> entries = [];
        List<FirewallPassage> passages = [];
        foreach (var family in _families)
        {
            var found = await family.ListAsync(cancellationToken).ConfigureAwait(false);
            entries.AddRange(found.Entries);

            // A rule that names no sender lets packets of its own family pass only.
            passages.AddRange(
                found.Passages.Select(passage => passage with { Source = passage.Source ?? FirewallPassage.AllOf(family.Rules.IsIPv6) })
            );
        }

        return new FirewallFindings(entries, passages);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The rules or the sets can't be deleted.</exception>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireLinux();
        using var held = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        _memory.Clear();
        foreach (var family in _families)
        {
            await family.UninstallAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new IptablesException(IpsetProbe.NotLinux);
        }
    }
}
