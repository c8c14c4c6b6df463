using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Blocks with a table of our own, where the kernel ends each block on time, even without this process.</summary>
internal sealed class NftablesBackend : FirewallBackend, INonBlockingBackend, IDisposable
{
    private const FirewallCapabilities All =
        FirewallCapabilities.IPv6
        | FirewallCapabilities.Prefixes
        | FirewallCapabilities.KernelExpiry
        | FirewallCapabilities.Batches
        | FirewallCapabilities.Enumeration
        | FirewallCapabilities.MarksEntries
        | FirewallCapabilities.KeepsEnds
        | FirewallCapabilities.EndsLiveFlows
        | FirewallCapabilities.ExclusivePlace;

    private readonly NftablesTable _table;
    private readonly NftablesProbe _probe;
    private readonly INftablesTransport _transport;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public NftablesBackend(NftablesOptions options, ICommandRunner runner, TimeProvider clock)
        : this(options, runner, clock, SocketOf(options.Transport, runner)) { }

    /// <param name="options">The table, the backend's name, and how packets are refused.</param>
    /// <param name="runner">Runs nft.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="open">Opens a socket in the network namespace that nft sees; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public NftablesBackend(NftablesOptions options, ICommandRunner runner, TimeProvider clock, NetlinkOpener? open)
        : base(options.Name, $"nftables:inet/{options.Table}", All, HostSystems.WhyNotLinux("nftables is the packet filter"))
    {
        options.Validate();
        var program = new NftablesProgram(runner);
        var byProgram = new NftablesProgramTransport(options, program, clock);
        _transport = open is null ? byProgram : new NftablesSocketTransport(options, byProgram, open, clock);
        // A custom runner may run nft on another host.
        _table = new NftablesTable(
            options,
            program,
            _transport,
            clock,
            runner is CommandRunner && OperatingSystem.IsLinux() ? Environment.OSVersion.Version : null
        );
        _probe = new NftablesProbe(options, program, _transport, clock);
    }

    /// <summary>Whether elements go over a socket, unless it is refused.</summary>
    /// <inheritdoc/>
    public bool NeverBlocks => _transport is NftablesSocketTransport { IsRefused: false };

    internal bool UsesSocket => _transport is NftablesSocketTransport;

    public void Dispose() => _transport.Dispose();

    protected override ValueTask<string> CheckAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var part = batch.Open;
        batch.SetAll(part, await _table.ApplyAsync(part.Changes, cancellationToken).ConfigureAwait(false));
    }

    protected override ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        _table.ListAsync(cancellationToken);

    protected override ValueTask RemoveAllAsync(CancellationToken cancellationToken) => _table.DeleteAsync(cancellationToken);

    private static NetlinkOpener? SocketOf(NftablesTransport transport, ICommandRunner runner) =>
        transport switch
        {
            NftablesTransport.Netlink => NetlinkSocket.Open,
            NftablesTransport.Automatic when runner is CommandRunner => NetlinkSocket.Open,
            _ => null,
        };
}
