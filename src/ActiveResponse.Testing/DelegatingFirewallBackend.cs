using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Testing;

/// <summary>A firewall that passes every call to another one: override what a test watches, delays or lets fail.</summary>
/// <param name="inner">The firewall that does the work. It isn't disposed of.</param>
public class DelegatingFirewallBackend(IFirewallBackend inner) : IFirewallBackend
{
    /// <summary>The firewall that does the work.</summary>
    protected IFirewallBackend Inner => inner;

    /// <inheritdoc/>
    public virtual string Name => inner.Name;

    /// <inheritdoc/>
    public virtual string Place => inner.Place;

    /// <inheritdoc/>
    public virtual FirewallCapabilities Capabilities => inner.Capabilities;

    /// <inheritdoc/>
    public virtual ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    ) => inner.ApplyAsync(adds, removes, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask UninstallAsync(CancellationToken cancellationToken) => inner.UninstallAsync(cancellationToken);
}
