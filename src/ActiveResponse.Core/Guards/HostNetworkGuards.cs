using System.Collections.Immutable;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>The guards of what this host needs to stay reachable, which may be in the way of an effect later than it was made.</summary>
internal sealed class HostNetworkGuards(GuardOptions options, HostNetworkCache network)
{
    public ImmutableArray<IResponseGuard> All { get; } =
    [.. HostNetworkGuard.All(options, network).Select(guard => new BlockingOrders(guard, options))];

    /// <summary>Whether an effect that is in place would be refused now.</summary>
    /// <param name="current">What is to be protected: a hundred thousand effects are looked through at once.</param>
    /// <param name="subject">What it acts on.</param>
    /// <param name="order">The rest of it, asked for only where an address is hit.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async ValueTask<bool> WouldRefuseAsync(
        HostNetwork current,
        Subject subject,
        Func<ResponseOrder> order,
        CancellationToken cancellationToken
    )
    {
        foreach (var guard in subject.Address is { } address && current.Protects(address) ? All : [])
        {
            if (await guard.CheckAsync(order(), GuardStage.BeforeRunning, cancellationToken).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask<HostNetwork> CurrentAsync(CancellationToken cancellationToken) => network.CurrentAsync(cancellationToken);
}
