using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipfilter;

/// <summary>Blocks by rules at the head of the lists of IP Filter, as OSSEC does. FreeBSD, NetBSD, Solaris.</summary>
internal sealed class IpfilterBackend : IFirewallBackend
{
    private readonly IpfilterOptions _options;
    private readonly HostSystem _system;
    private readonly FilterProgram _ipf;
    private readonly SharedPlaceEditor _editor;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IpfilterBackend(IpfilterOptions options, ICommandRunner runner, HostSystem system)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        _options = options;
        _system = system;
        _ipf = new FilterProgram("ipf", runner);
        _editor = new SharedPlaceEditor(new IpfilterRules(options.IPv6, _ipf, new FilterProgram("ipfstat", runner)));
        Capabilities = new FirewallCapabilities
        {
            IPv6 = options.IPv6,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = false,
            KeepsEnds = false,
            EndsLiveFlows = false,
            Ownership = FirewallOwnership.Shared,
        };
    }

    public string Name => _options.Name;

    public string Place => "ipfilter";

    public FirewallCapabilities Capabilities { get; }

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        if (
            HostSystems.Refuse(_system, "IP Filter is a packet filter", HostSystem.FreeBsd, HostSystem.NetBsd, HostSystem.Solaris) is
            { } refusal
        )
        {
            return refusal;
        }

        var version = await _ipf.RunAsync(cancellationToken, "-V").ConfigureAwait(false);
        if (!version.IsSuccess)
        {
            return new FirewallProbe(IsUsable: false, ProgramErrors.Explain(_ipf.Name, version));
        }

        if (!FilterProgram.Lines(version.OutputText).Contains("Running: yes"))
        {
            return new FirewallProbe(IsUsable: false, "IP Filter isn't running: ipf -E turns it on.");
        }

        try
        {
            await _editor.ListAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(IsUsable: true, "IP Filter is running. Connections that a 'keep state' rule has let in go on.");
        }
        catch (PacketFilterException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

    public ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    ) => _editor.ApplyAsync(adds, removes, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">ipfstat can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) => _editor.ListAsync(cancellationToken);

    /// <summary>Does nothing: nothing is set up, and rules are everybody's.</summary>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
