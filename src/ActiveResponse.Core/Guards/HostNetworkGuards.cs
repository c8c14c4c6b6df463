using System.Collections.Immutable;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Guards of the addresses this host needs; these can change after a block was applied.</summary>
internal sealed class HostNetworkGuards(GuardOptions options, HostNetworkCache network)
{
    public ImmutableArray<IResponseGuard> All { get; } =
    [.. HostNetworkGuard.All(options, network).Select(guard => new BlockingOrders(guard, options))];

    /// <summary>Whether an effect in place would be refused now.</summary>
    /// <param name="current">Addresses to protect; passed in, because a hundred thousand effects are checked at once.</param>
    /// <param name="subject">Subject of the effect.</param>
    /// <param name="order">Creates the order; called only if the address is protected.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
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
