using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Blocks in a table of pf that the administrator has set up. OpenBSD, FreeBSD, macOS.</summary>
internal sealed class PfBackend : IFirewallBackend
{
    private readonly PfOptions _options;
    private readonly HostSystem _system;
    private readonly PfSetup _setup;
    private readonly PfFlows _flows;
    private readonly SharedPlaceEditor _editor;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PfBackend(PfOptions options, ICommandRunner runner, HostSystem system)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        var program = new FilterProgram("pfctl", runner);
        _options = options;
        _system = system;
        _setup = new PfSetup(options.Table, program);
        _flows = new PfFlows(program);
        _editor = new SharedPlaceEditor(new PfTable(options.Table, _setup, program));
        Capabilities = new FirewallCapabilities
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = false,
            KeepsEnds = false,
            EndsLiveFlows = options.EndFlows,
            Ownership = FirewallOwnership.Shared,
        };
    }

    public string Name => _options.Name;

    public string Place => $"pf:{_options.Table}";

    public FirewallCapabilities Capabilities { get; }

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        HostSystems.Refuse(_system, "pf is the packet filter", HostSystem.OpenBsd, HostSystem.FreeBsd, HostSystem.MacOs)
        ?? await _setup.CheckAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var done = await _editor.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        return _options.EndFlows
            ? done with
            {
                Adds = await _flows.EndAsync(adds, done.Adds, cancellationToken).ConfigureAwait(false),
            }
            : done;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">pfctl can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) => _editor.ListAsync(cancellationToken);

    /// <summary>Does nothing: the table and its rules are the administrator's, and entries are everybody's.</summary>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
