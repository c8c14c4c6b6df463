using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Blocks in a table of its own, where the kernel ends each block in its time, with this process alive or not.</summary>
internal sealed class NftablesBackend : INonBlockingBackend, IDisposable
{
    private readonly NftablesOptions _options;
    private readonly NftablesTable _table;
    private readonly NftablesProbe _probe;
    private readonly INftablesTransport _transport;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NftablesBackend(NftablesOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, clock, SocketOf(options?.Transport, runner)) { }

    /// <param name="options">Which table, under what name, and what becomes of packets.</param>
    /// <param name="runner">Runs nft.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="open">Opens a socket in the network namespace that nft sees; null for none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NftablesBackend(NftablesOptions options, ICommandRunner runner, TimeProvider clock, NetlinkOpener? open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        var program = new NftablesProgram(runner);
        _options = options;
        var byProgram = new NftablesProgramTransport(options, program, clock);
        _transport = open is null ? byProgram : new NftablesSocketTransport(options, byProgram, open, clock);
        // Another runner may take nft to another host.
        _table = new NftablesTable(
            options,
            program,
            _transport,
            clock,
            runner is CommandRunner && OperatingSystem.IsLinux() ? Environment.OSVersion.Version : null
        );
        _probe = new NftablesProbe(options, program, _transport, clock);
    }

    public string Name => _options.Name;

    public string Place => $"nftables:inet/{_options.Table}";

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

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        var batch = new FirewallBatch(adds, removes);
        try
        {
            RequireLinux();
            return batch.AnswerAll(await _table.ApplyAsync(batch.Changes, cancellationToken).ConfigureAwait(false));
        }
        catch (NftablesException e)
        {
            return batch.AnswerAll(ResponderResult.Failed(e.Message));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">nft can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireLinux();
        return _table.ListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">nft can't delete the table.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireLinux();
        return _table.DeleteAsync(cancellationToken);
    }

    /// <summary>Whether elements are to go over a socket, as far as it isn't refused.</summary>
    internal bool UsesSocket => _transport is NftablesSocketTransport;

    public void Dispose() => _transport.Dispose();

    private static NetlinkOpener? SocketOf(NftablesTransport? transport, ICommandRunner runner) =>
        transport switch
        {
            NftablesTransport.Netlink => NetlinkSocket.Open,
            NftablesTransport.Automatic when runner is CommandRunner => NetlinkSocket.Open,
            _ => null,
        };

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NftablesException(NftablesProbe.NotLinux);
        }
    }
}
