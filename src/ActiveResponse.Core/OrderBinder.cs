using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Plans orders and binds each to its responder, which is found here and nowhere after: the order carries it.</summary>
internal sealed class OrderBinder(ResponsePlanner planner, ResponderBinding binding)
{
    /// <summary>Returns the orders of one response for an alert.</summary>
    public GivenOrder[] Bind(ResponseDefinition response, MatchedAlert matched)
    {
        var responder = binding.Find(response.Command);
        var planned = planner.Plan(response, matched.Alert, responder?.Describe(response.Command));
        var orders = new GivenOrder[planned.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            orders[i] = Given(planned[i], responder) with { Mark = matched.Mark };
        }

        return orders;
    }

    /// <summary>Returns the order somebody gives by hand for this host.</summary>
    public GivenOrder BindManual(string executable, Subject subject, TimeSpan timeout)
    {
        var command = new CommandDefinition
        {
            Name = executable,
            Executable = executable,
            TimeoutAllowed = true,
        };
        var responder = binding.Find(command);
        return Given(ResponsePlanner.PlanManual(command, subject, timeout, responder?.Describe(command)), responder);
    }

    /// <summary>Returns an order of another host as this one understands it; nothing in it is trusted.</summary>
    public GivenOrder BindReceived(IncomingOrder incoming)
    {
        var order = incoming.Order;
        if (ReceivedOrder.Check(order) is { } problem)
        {
            return From(incoming, new PlannedOrder(ReceivedOrder.Presentable(order), problem), responder: null);
        }

        var responder = binding.Find(order.Command);
        return From(incoming, planner.PlanReceived(order, responder?.Describe(order.Command)), responder);
    }

    private static GivenOrder From(IncomingOrder incoming, PlannedOrder planned, BoundResponder? responder) =>
        Given(planned, responder) with
        {
            IsReceived = true,
            Mark = incoming.Mark,
            Terms = incoming.Terms,
        };

    private static GivenOrder Given(PlannedOrder planned, BoundResponder? responder) =>
        new(planned.Order, responder) { Refusal = planned.Refusal };
}
