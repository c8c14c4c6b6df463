using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Routes addresses to nowhere on Windows, so that nothing is answered to them; what they send still arrives.</summary>
internal sealed class WindowsRouteBackend : IFirewallBackend
{
    private const string Limits = "It keeps answers from going out and lets packets in; prefer the Windows firewall.";

    private readonly WindowsRouteOptions _options;
    private readonly WindowsRouteProgram _program;
    private readonly Func<string?> _obstacle;

    /// <param name="options">The gateway and the metric.</param>
    /// <param name="runner">Runs route.</param>
    /// <param name="obstacle">Why this host can't have it, or null; null for the real answer.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WindowsRouteBackend(WindowsRouteOptions options, ICommandRunner runner, Func<string?>? obstacle = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        _options = options;
        _program = new WindowsRouteProgram(runner, options.Check(), options.Metric);
        _obstacle = obstacle ?? WindowsHost.Obstacle;
    }

    public string Name => _options.Name;

    public string Place => $"windows-route:{_options.Gateway}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = false,
            Prefixes = false,
            KernelExpiry = false,
            Batches = false,
            Enumeration = true,
            MarksEntries = false,
            KeepsEnds = false,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Shared,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            RequireHost();
            var routes = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(IsUsable: true, $"route lists the table; {routes.Count} addresses go to {_options.Gateway}. {Limits}");
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
                await new WindowsRouteBatch(_program, batch).RunAsync(cancellationToken).ConfigureAwait(false);
            }

            return batch.Answer();
        }
        catch (FirewallRunException e)
        {
            return batch.AnswerAll(e.ToResult());
        }
    }

    /// <inheritdoc/>
    /// <remarks>Routes bear no mark: those of others to the same gateway are listed too.</remarks>
    /// <exception cref="IOException">route can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireHost();
        var addresses = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. addresses.Select(static address => new FirewallEntry(address, null))];
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is removed: which routes are ours is known to whoever has the record of what was done.</remarks>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void RequireHost()
    {
        if (_obstacle() is { } why)
        {
            throw new FirewallRunException($"route: {why}");
        }
    }
}
