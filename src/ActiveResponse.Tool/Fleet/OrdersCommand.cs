using System.CommandLine;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet orders</c>: lists the orders in force, and their status on the agents.</summary>
internal static class OrdersCommand
{
    public static Command Build()
    {
        var target = TargetOption.Argument("Only the orders for this target: all, agent:ID or label:NAME.");
        var named = new Option<bool>("--agents") { Description = "List each order's agents, too." };
        var lifts = new Option<bool>("--lifts") { Description = "List lifts that agents may still have to read, too." };
        var command = new Command("orders", "List the orders in force: how many agents carried each one out, refused it or failed.")
        {
            target,
            named,
            lifts,
        };
        var session = new SessionOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                session.RunAsync(
                    parsed,
                    fleet =>
                    {
                        var orders = fleet
                            .ListOrders(TargetOption.Of(parsed.GetValue(target)), parsed.GetValue(named))
                            .Where(order => !order.IsLift || parsed.GetValue(lifts))
                            .ToList();
                        Write(orders, session.Json(parsed));
                        return Task.FromResult(ExitCodes.Fine);
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static void Write(List<FleetOrder> orders, bool json)
    {
        if (json)
        {
            orders.ForEach(OrderText.WriteJson);
            return;
        }

        if (orders.Count == 0)
        {
            Console.Out.WriteLine("no order is in force");
            return;
        }

        Reports.Out.Table(["for", "what", "target", "until", "agents"], [.. orders.Select(static order => OrderText.RowOf(order))]);
        foreach (var order in orders)
        {
            foreach (var line in OrderText.AgentsOf(order))
            {
                Console.Out.WriteLine(line);
            }
        }
    }
}
