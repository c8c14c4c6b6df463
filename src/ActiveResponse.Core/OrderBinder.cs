using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Plans orders and binds each to its responder, which is found here and nowhere after: the order carries it.</summary>
/// <param name="planner">Plans.</param>
/// <param name="binding">Finds responders.</param>
/// <param name="startsOnReader">Whether an order of an alert that came alone may start on the thread that read the alert: not if the
/// store may block.</param>
internal sealed class OrderBinder(ResponsePlanner planner, ResponderBinding binding, bool startsOnReader)
{
    /// <summary>Returns the orders of each response that an alert fires; the alert waits for all of them.</summary>
    public GivenOrder[][] Bind(MatchedAlert matched)
    {
        var given = new GivenOrder[matched.Responses.Length][];
        var count = 0;
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = Bind(matched.Responses[i].Response, matched);
            count += given[i].Length;
        }

        matched.Mark?.Expect(count);
        return given;
    }

    /// <summary>Returns the orders of one response for an alert.</summary>
    public GivenOrder[] Bind(ResponseDefinition response, MatchedAlert matched)
    {
        var responder = binding.Find(response.Command);
        var planned = planner.Plan(response, matched.Alert, responder?.Describe(response.Command));
        var orders = new GivenOrder[planned.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            orders[i] = Given(planned[i], responder) with { Mark = matched.Mark, IsLone = startsOnReader && matched.IsLone };
        }

        return orders;
    }

    /// <summary>Returns the order somebody gives by hand for this host.</summary>
    public GivenOrder BindManual(string executable, Subject subject, TimeSpan timeout, OrderNote note)
    {
        var command = new CommandDefinition
        {
            Name = executable,
            Executable = executable,
            TimeoutAllowed = true,
        };
        var responder = binding.Find(command);

        // Never lone: the caller's thread may have other work, and calls at the same time become one batch.
        return Given(ResponsePlanner.PlanManual(command, subject, timeout, responder?.Describe(command), note), responder);
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
