using System.Collections.Immutable;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Several guards of this host's addresses as one, which looks at the network once for all: a look is a system call.</summary>
/// <param name="guards">The guards; asked in turn only about an address that the network needs.</param>
/// <param name="network">The known network state. Nobody looks at it for an order that no guard needs it for.</param>
internal sealed class HostNetworkCheck(ImmutableArray<HostNetworkGuard> guards, HostNetworkCache network) : IResponseGuard
{
    public string Name => "host-network";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        if (FirstInNeed(order) is not { } first)
        {
            return default;
        }

        ValueTask<HostNetwork> looking;
        try
        {
            looking = network.CurrentAsync(cancellationToken);
        }
        catch (Exception e)
        {
            looking = ValueTask.FromException<HostNetwork>(e);
        }

        return looking.IsCompletedSuccessfully
            ? ValueTask.FromResult(Check(order, looking.Result))
            : WaitAndCheckAsync(looking, first, order, cancellationToken);
    }

    private async ValueTask<OrderRefusal?> WaitAndCheckAsync(
        ValueTask<HostNetwork> looking,
        HostNetworkGuard first,
        ResponseOrder order,
        CancellationToken cancellationToken
    )
    {
        HostNetwork current;
        try
        {
            current = await looking.ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A setting turns that guard off; none is named after the joined one.
            throw new GuardFailedException(first.Name, e);
        }

        return Check(order, current);
    }

    private HostNetworkGuard? FirstInNeed(ResponseOrder order)
    {
        foreach (var guard in guards)
        {
            if (guard.NeedsNetwork(order))
            {
                return guard;
            }
        }

        return null;
    }

    private OrderRefusal? Check(ResponseOrder order, HostNetwork current)
    {
        if (order.Subject.Address is not { } address || !current.Protects(address))
        {
            return null;
        }

        foreach (var guard in guards)
        {
            if (guard.Check(order, current) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
