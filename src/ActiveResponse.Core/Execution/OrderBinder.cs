using System.Globalization;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Binds orders to the responders that carry them out.</summary>
internal sealed class OrderBinder(ResponderBinding binding, TimeProvider clock)
{
    private long _unnamed;

    /// <summary>Binds an order; one that no responder is there for fails when it is carried out.</summary>
    public BoundOrder Bind(GivenOrder given)
    {
        var order = given.Order;
        var responder = binding.Find(order) ?? new MissingResponder(order.Responder, null);
        var bound = order.Responder == responder.Name ? order : order with { Responder = responder.Name };
        var keeps = binding.KeepsEffect(responder, order);
        var isUnnamed = keeps && bound.Subject.Keys is null && responder is INamingResponder naming && naming.MustBeAsked(bound);
        return new BoundOrder(isUnnamed ? Unnamed(bound, isReread: given.Mark is not null) : bound, responder, keeps, isUnnamed);
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
