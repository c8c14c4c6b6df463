using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Blocks by blackhole routes: what this host would answer goes nowhere.</summary>
internal sealed class NullRouteBackend : IFirewallBackend
{
    private readonly NullRouteOptions _options;
    private readonly NullRouteProgram _program;
    private readonly NullRouteTable _table;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NullRouteBackend(NullRouteOptions options, ICommandRunner runner)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        _options = options;
        _program = new NullRouteProgram(options, runner);
        _table = new NullRouteTable(_program);
    }

    public string Name => _options.Name;

    public string Place =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"route-null:{_options.Table}/{_options.Protocol}");

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
            EndsLiveFlows = false,
            Ownership = FirewallOwnership.Shared,
        };

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        new NullRouteProbe(_program).RunAsync(cancellationToken);

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var batch = new AddressBatch(adds, removes);
        foreach (var address in batch.Blocked.Where(static address => address.Length == 0))
        {
            batch.Set(address, ResponderResult.Refused("a route for all of a family would cut this host off"));
        }

        try
        {
            RequireLinux();
            cancellationToken.ThrowIfCancellationRequested();
            await _table.ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (NullRouteException e)
        {
            batch.SetOpen(_ => ResponderResult.Failed(e.Message, mayBeInPlace: true));
        }

        return batch.Answer();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">ip can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireLinux();
        return
        [
            .. (await _table.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static address => new FirewallEntry(address, null)),
        ];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">ip can't remove the routes.</exception>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        var ours = (await ListAsync(cancellationToken).ConfigureAwait(false)).Select(static entry => entry.Address).ToList();
        var result = await ApplyAsync([], ours, cancellationToken).ConfigureAwait(false);
        if (result.Removes.FirstOrDefault(static removed => !removed.IsSuccess) is { } failed)
        {
            throw new NullRouteException(failed.Detail ?? "a route can't be removed.");
        }
    }

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NullRouteException(NullRouteProbe.NotLinux);
        }
    }
}
