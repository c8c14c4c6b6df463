using ActiveResponse.Planning;

namespace ActiveResponse.Dispatch;

/// <summary>Sends orders to other hosts.</summary>
public interface IOrderDispatcher
{
    /// <summary>Whether it also takes this host's orders, instead of this host's responders. Default: no.</summary>
    bool TakesOwnOrders => false;

    /// <summary>Sends an order that has passed the guards to its hosts; never runs it itself.</summary>
    /// <param name="order">The order; <see cref="ResponseOrder.Location"/> and <see cref="ResponseOrder.TargetAgent"/> name the
    /// hosts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken);
}
