using ActiveResponse.Planning;

namespace ActiveResponse.Dispatch;

/// <summary>Carries orders to other hosts.</summary>
public interface IOrderDispatcher
{
    /// <summary>Whether it also takes the orders for this host, in place of this host's responders. Default: no.</summary>
    bool TakesOwnOrders => false;

    /// <summary>Sends an order that has passed the guards to the hosts it is meant for; never runs it itself.</summary>
    /// <param name="order">The order; <see cref="ResponseOrder.Location"/> and <see cref="ResponseOrder.TargetAgent"/> say for
    /// whom.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken);
}
