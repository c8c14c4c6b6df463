using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Blocks with the Windows firewall, in rules of our own that hold many addresses each.</summary>
internal sealed class NetshBackend : IFirewallBackend
{
    private const string Limits = "It stops nothing where the firewall is switched off: netsh advfirewall show allprofiles state.";

    private readonly NetshOptions _options;
    private readonly NetshProgram _program;
    private readonly NetshTable _table;
    private readonly Func<string?> _obstacle;

    /// <param name="options">The names of the rules, their size, and the lock.</param>
    /// <param name="runner">Runs netsh.</param>
    /// <param name="clock">Tells how long the lock has been waited for.</param>
    /// <param name="obstacle">Why this host can't have it, or null; null for the real answer.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NetshBackend(NetshOptions options, ICommandRunner runner, TimeProvider clock, Func<string?>? obstacle = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        _options = options;
        _program = new NetshProgram(runner, options.Rule);
        _table = new NetshTable(options, _program, new FirewallLock(options.LockFile, options.LockTimeout, clock));
        _obstacle = obstacle ?? WindowsHost.Obstacle;
    }

    public string Name => _options.Name;

    public string Place => $"netsh:{_options.Rule}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = false,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Exclusive,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            RequireHost();
            var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(
                IsUsable: true,
                $"netsh lists the rules of the firewall; {rules.Count} pairs are named {_options.Rule}-…. {Limits}"
            );
        }
        catch (FirewallRunException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new DistinctBatch(Name, Capabilities, adds, removes);
        try
        {
            RequireHost();
            if (!batch.IsEmpty)
            {
                await _table.ApplyAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            return batch.Answer();
        }
        catch (FirewallRunException e)
        {
            return batch.AnswerAll(e.ToResult());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">netsh can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. rules.Values.SelectMany(static rule => rule.Either).Distinct().Select(static address => new FirewallEntry(address, null)),
        ];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">netsh can't delete the rules.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        return _table.DeleteAsync(cancellationToken);
    }

    private void RequireHost()
    {
        if (_obstacle() is { } why)
        {
            throw new FirewallRunException($"netsh: {why}");
        }
    }
}
