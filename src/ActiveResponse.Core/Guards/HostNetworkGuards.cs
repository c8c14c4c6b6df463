using System.Collections.Immutable;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Guards of the addresses this host needs; these can change after a block was applied.</summary>
internal sealed class HostNetworkGuards
{
    private readonly ImmutableArray<HostNetworkGuard> _guards;
    private readonly CurrentGuardOptions _options;
    private readonly HostNetworkCache _network;

    /// <param name="options">Which of them there are, and which orders block nobody.</param>
    /// <param name="network">The known network state.</param>
    public HostNetworkGuards(CurrentGuardOptions options, HostNetworkCache network)
    {
        (_options, _network) = (options, network);
        _guards = [.. HostNetworkGuard.All(options.Current, network)];
        All = [.. _guards.Select(guard => new BlockingOrders(guard, options))];
    }

    public ImmutableArray<IResponseGuard> All { get; }

    /// <summary>Returns guards in their order, with those that are in <see cref="All"/> replaced by a single one.</summary>
    public IReadOnlyList<IResponseGuard> Joined(IReadOnlyList<IResponseGuard> guards)
    {
        ImmutableArray<IResponseGuard> ours = [.. guards.Where(All.Contains)];
        if (ours.Length < 2)
        {
            return guards;
        }

        var check = new HostNetworkCheck([.. ours.Select(guard => _guards[All.IndexOf(guard)])], _network);
        var rest = guards.Where(guard => guard == ours[0] || !ours.Contains(guard));
        return [.. rest.Select(guard => guard == ours[0] ? new BlockingOrders(check, _options) : guard)];
    }

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

    /// <summary>Returns the addresses this host needs now; none if no guard protects them.</summary>
    public ValueTask<HostNetwork> CurrentAsync(CancellationToken cancellationToken) =>
        // Reading would also listen for changes, which takes a socket for each engine.
        All.IsEmpty
            ? ValueTask.FromResult(HostNetwork.Unknown)
            : _network.CurrentAsync(cancellationToken);
}
