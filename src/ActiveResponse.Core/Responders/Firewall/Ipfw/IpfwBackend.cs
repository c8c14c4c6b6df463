using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>Blocks in a lookup table of ipfw, behind two rules at the head of the rule set. FreeBSD.</summary>
internal sealed class IpfwBackend : IFirewallBackend
{
    private readonly IpfwOptions _options;
    private readonly HostSystem _system;
    private readonly FilterProgram _program;
    private readonly FilterProgram _sysctl;
    private readonly IpfwRules _rules;
    private readonly SharedPlaceEditor _editor;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IpfwBackend(IpfwOptions options, ICommandRunner runner, HostSystem system)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        _options = options;
        _system = system;
        _program = new FilterProgram("ipfw", runner);
        _sysctl = new FilterProgram("sysctl", runner);
        _rules = new IpfwRules(options.Table, _program);
        _editor = new SharedPlaceEditor(new IpfwTable(options.Table, _rules, _program));
    }

    public string Name => _options.Name;

    public string Place => $"ipfw:{_options.Table}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = false,
            KeepsEnds = false,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Shared,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        if (HostSystems.Refuse(_system, "ipfw is a packet filter", HostSystem.FreeBsd) is { } refusal)
        {
            return refusal;
        }

        var rules = await _program.RunAsync(cancellationToken, "list").ConfigureAwait(false);
        if (!rules.IsSuccess)
        {
            var help = ProgramErrors.IsRefusal(rules) ? " Is it loaded (kldload ipfw)?" : "";
            return new FirewallProbe(IsUsable: false, ProgramErrors.Explain(_program.Name, rules) + help);
        }

        var enabled = await _sysctl.RunAsync(cancellationToken, "-n", "net.inet.ip.fw.enable").ConfigureAwait(false);
        return enabled.IsSuccess && enabled.OutputText.Trim() == "0"
            ? new FirewallProbe(IsUsable: false, "ipfw is loaded and turned off: sysctl net.inet.ip.fw.enable=1 turns it on.")
            : new FirewallProbe(
                IsUsable: true,
                $"ipfw: table {_options.Table} can be used; two rules 00001 are made with the first block, if they aren't there."
            );
    }

    public ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    ) => _editor.ApplyAsync(adds, removes, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">ipfw can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) => _editor.ListAsync(cancellationToken);

    /// <summary>Takes away the two rules, if they are ours; entries are everybody's and stay.</summary>
    /// <exception cref="IOException">They can't be taken away.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => _rules.RemoveAsync(cancellationToken);
}
