using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>What this host must never block: its allow lists, with host names, and its own network.</summary>
internal sealed class HostProtection(
    AllowLists allowLists,
    HostNetworkGuards hostGuards,
    ResolvedNames names,
    HostNetworkCache network,
    ProtectionChanges changes
) : IDisposable
{
    /// <summary>Changes of lists, names and network.</summary>
    public ProtectionChanges Changes => changes;

    /// <summary>Returns the addresses this host needs now; none if no guard protects them.</summary>
    public ValueTask<HostNetwork> NetworkAsync(CancellationToken cancellationToken) => hostGuards.CurrentAsync(cancellationToken);

    /// <summary>Resolves the host names of a configuration, now and again; forgets all others.</summary>
    public void Watch(ActiveResponseConfig config) =>
        names.Watch(
            config
                .AllowList.Entries.Select(static entry => entry.HostName)
                .OfType<string>()
                .Concat(config.Managers.Where(static manager => !AddressPrefix.TryParse(manager, out _)))
        );

    /// <summary>Stops resolving names.</summary>
    public void StopWatching() => names.Dispose();

    /// <summary>Whether an allow list covers an effect.</summary>
    public ValueTask<bool> AllowsAsync(EffectSummary effect, CancellationToken cancellationToken) =>
        allowLists.CoverAsync(effect.Subject, cancellationToken);

    /// <summary>Whether an effect covers an address this host needs.</summary>
    /// <param name="current">The addresses; passed in, because a hundred thousand effects are checked at once.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public ValueTask<bool> NeedsAsync(HostNetwork current, EffectSummary effect, CancellationToken cancellationToken) =>
        hostGuards.WouldRefuseAsync(current, effect.Subject, () => effect.Record.Order, cancellationToken);

    public void Dispose()
    {
        names.Dispose();
        network.Dispose();
    }
}
