using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>Swallows the answers to blocked addresses by routes that lead nowhere. FreeBSD, OpenBSD, NetBSD, macOS.</summary>
internal sealed class BsdRouteBackend : IFirewallBackend
{
    private readonly BsdRouteOptions _options;
    private readonly HostSystem _system;
    private readonly FilterProgram _route;
    private readonly SharedPlaceEditor _editor;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public BsdRouteBackend(BsdRouteOptions options, ICommandRunner runner, HostSystem system)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Check();
        _options = options;
        _system = system;
        _route = new FilterProgram("route", runner);
        _editor = new SharedPlaceEditor(new BlackholeRoutes(_route, new FilterProgram("netstat", runner)));
    }

    public string Name => _options.Name;

    public string Place => "route-null";

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

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        if (
            HostSystems.Refuse(
                _system,
                "these null routes are those",
                HostSystem.FreeBsd,
                HostSystem.OpenBsd,
                HostSystem.NetBsd,
                HostSystem.MacOs
            ) is
            { } refusal
        )
        {
            return refusal;
        }

        var loopback = await _route.RunAsync(cancellationToken, "-n", "get", "127.0.0.1").ConfigureAwait(false);
        if (!loopback.IsSuccess || !loopback.OutputText.Contains("interface:", StringComparison.Ordinal))
        {
            return new FirewallProbe(IsUsable: false, ProgramErrors.Explain(_route.Name, loopback));
        }

        try
        {
            await _editor.ListAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(
                IsUsable: true,
                "null routes can be used: they stop what is sent to an address, and what it sends still arrives."
            );
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
    /// <exception cref="IOException">netstat can't list: that isn't the same as nothing being there.</exception>
    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) => _editor.ListAsync(cancellationToken);

    /// <summary>Does nothing: nothing is set up, and routes are everybody's.</summary>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
