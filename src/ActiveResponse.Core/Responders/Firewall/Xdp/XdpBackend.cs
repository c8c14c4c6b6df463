using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Drops packets before the network stack sees them, by a program in the kernel, which ends blocks on time by itself.</summary>
internal sealed class XdpBackend : FirewallBackend, INonBlockingBackend, IVacantBackend
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

    private const string Limits = "What this host sends isn't examined, and what it forwards only where it comes in.";

    private readonly XdpOptions _options;
    private readonly XdpPlace _place;
    private readonly XdpLock _lock;
    private readonly XdpNetwork _network;
    private readonly Version _kernel;

    /// <param name="options">The interfaces, the folder and the backend's name.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="network">Where the interfaces are; null for this process' network namespace.</param>
    /// <param name="kernel">The kernel's version; null for this one's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public XdpBackend(XdpOptions options, TimeProvider clock, XdpNetwork? network = null, Version? kernel = null)
        : base(options.Name, $"xdp:{options.Folder}/{options.Pins}", All, HostSystems.WhyNotLinux("XDP is a part"))
    {
        options.Validate();
        _options = options;
        _place = new XdpPlace(options, clock);
        _lock = new XdpLock(options.Folder, clock);
        _network = network ?? (static work => work());
        _kernel = kernel ?? Environment.OSVersion.Version;
    }

    /// <inheritdoc/>
    public bool NeverBlocks => true;

    public bool IsVacant => !_place.IsThere;

    /// <inheritdoc/>
    public bool LiftsWhileUnusable => _place.IsThere;

    protected override ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        XdpProbe.Check(_options, _kernel);
        return ValueTask.FromResult($"Linux {_kernel.ToString(3)}: {Run(_place.Describe)}. {Limits}");
    }

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        XdpProbe.Check(_options, _kernel);
        using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        var part = batch.Open;
        batch.SetAll(part, Run(() => _place.Apply(part.Changes, cancellationToken)));
    }

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        XdpProbe.Check(_options, _kernel);
        if (!_place.IsThere)
        {
            // The usual case where another firewall is in use: nobody must wait for a lock then.
            return [];
        }

        using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        return Run(_place.List);
    }

    protected override async ValueTask RemoveAllAsync(CancellationToken cancellationToken)
    {
        if (!XdpProbe.IsBpf(_options.Folder))
        {
            return;
        }

        using var turn = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        Run(() =>
        {
            _place.Remove();
            return true;
        });
    }

    private T Run<T>(Func<T> work)
    {
        T? result = default;
        try
        {
            _network(() => result = work());
        }
        catch (BpfException e)
        {
            throw new FirewallException(e.Message);
        }

        return result!;
    }
}
