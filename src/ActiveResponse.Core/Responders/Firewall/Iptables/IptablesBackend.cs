using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Blocks with a rule for each address, in a chain of its own that packets come to first.</summary>
internal sealed class IptablesBackend : IObservedBackend
{
    private readonly IptablesOptions _options;
    private readonly IptablesLock _lock;
    private readonly FirewallMemory _memory;
    private readonly IptablesFamily[] _families;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IptablesBackend(IptablesOptions options, ICommandRunner runner, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        _options = options;
        _lock = new IptablesLock(options.LockFile, options.Wait, clock);
        _memory = new FirewallMemory(clock);
        _families = [Family(isIPv6: false), Family(isIPv6: true)];

        IptablesFamily Family(bool isIPv6)
        {
            var program = new IptablesProgram(runner, options.Variant, options.Wait, isIPv6);
            return new IptablesFamily(
                new IptablesFrame(options.Place, isIPv6),
                program,
                new IptablesDormancy(runner, options.Variant, program),
                _memory,
                clock
            );
        }
    }

    public string Name => _options.Name;

    public string Place =>
        _options.Variant == IptablesVariant.Default ? $"iptables:{_options.Chain}" : $"iptables:{_options.Chain}/{_options.Variant}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = true,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Exclusive,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = await new IptablesProbe(_families[0], _families[1], _options.Variant).RunAsync(cancellationToken).ConfigureAwait(false);
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
        foreach (var family in _families)
        {
            var part = batch.Open(family.Program.IsIPv6);
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
    /// <exception cref="IOException">iptables can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        (await ObserveAsync(cancellationToken).ConfigureAwait(false)).Entries;

    /// <inheritdoc/>
    /// <exception cref="IOException">iptables can't list: that isn't the same as nothing being there.</exception>
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
                found.Passages.Select(passage => passage with { Source = passage.Source ?? FirewallPassage.AllOf(family.Program.IsIPv6) })
            );
        }

        return new FirewallFindings(entries, passages);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">iptables can't delete the rules.</exception>
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
            throw new IptablesException(IptablesProbe.NotLinux);
        }
    }
}
