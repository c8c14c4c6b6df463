using System.Globalization;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Readies orders for a queue: gives a key of its own to an order whose responder has yet to name the effect.</summary>
internal sealed class OrderKeys(TimeProvider clock)
{
    private long _unnamed;

    /// <summary>Returns the order under its key; one that no responder is there for fails when it is carried out.</summary>
    public KeyedOrder Of(GivenOrder given)
    {
        var order = given.Order;
        var bound = given.Responder ?? new BoundResponder(new MissingResponder(order.Responder, null), IsRegistered: false);
        var keeps = bound.KeepsEffect(order);
        var isUnnamed = keeps && order.Subject.Keys is null && bound.Responder is INamingResponder naming && naming.MustBeAsked(order);
        return new KeyedOrder(isUnnamed ? Unnamed(order, isReread: given.Mark is not null) : order, bound, keeps, isUnnamed);
    }

    // An alert reread after a restart is the same order; anything else is a new one each time.
    private ResponseOrder Unnamed(ResponseOrder order, bool isReread)
    {
        var id =
            isReread && order.Origin.AlertId.Length > 0
                ? $"{order.ResponseName} {order.Origin.AlertId}"
                : string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcTicks}-{Interlocked.Increment(ref _unnamed)}");
        return order with { Subject = order.Subject with { Keys = SubjectKeys.OfOrder(id) } };
    }
}
