using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>Blocks in a table of npf that the administrator has set up. NetBSD.</summary>
internal sealed class NpfBackend : IFirewallBackend
{
    private readonly NpfOptions _options;
    private readonly HostSystem _system;
    private readonly NpfSetup _setup;
    private readonly SharedPlaceEditor _editor;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NpfBackend(NpfOptions options, ICommandRunner runner, HostSystem system)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        var program = new FilterProgram("npfctl", runner);
        _options = options;
        _system = system;
        _setup = new NpfSetup(options.Table, program);
        _editor = new SharedPlaceEditor(new NpfTable(options.Table, _setup, program));
    }

    public string Name => _options.Name;

    public string Place => $"npf:{_options.Table}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = false,
            Enumeration = true,
            MarksEntries = false,
            KeepsEnds = false,
            EndsLiveFlows = false,
            Ownership = FirewallOwnership.Shared,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        HostSystems.Refuse(_system, "npf is the packet filter", HostSystem.NetBsd)
        ?? await _setup.CheckAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    ) => _editor.ApplyAsync(adds, removes, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">npfctl can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) => _editor.ListAsync(cancellationToken);

    /// <summary>Does nothing: the table and its rules are the administrator's, and entries are everybody's.</summary>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
