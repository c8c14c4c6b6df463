using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Waits until the agents that are there have come to an order; on a terminal a line says how far it is.</summary>
internal static class OrderProgress
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <param name="find">The order as it stands.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>The order as it stands in the end.</returns>
    public static async Task<FleetOrder> WaitAsync(Func<FleetOrder> find, TimeSpan within, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        var line = Console.IsErrorRedirected ? null : new LiveLine(ToolConsole.Error);
        try
        {
            while (true)
            {
                var order = find();
                if (IsSettled(order) || clock.GetElapsedTime(begun) >= within)
                {
                    return order;
                }

                line?.Show(OrderText.CountsOf(order));
                await Task.Delay(LookEvery, clock, cancellationToken);
            }
        }
        finally
        {
            line?.End();
        }
    }

    /// <summary>An order as it stands now.</summary>
    public static FleetOrder Current(NatsFleet fleet, FleetOrder ordered) =>
        fleet
            .ListOrders(ordered.Target, withAgents: true)
            .FirstOrDefault(order =>
                order.Order.Subject == ordered.Order.Subject && order.Order.Command.Executable == ordered.Order.Command.Executable
            )
        ?? ordered;

    private static bool IsSettled(FleetOrder order) => order.Sequence > 0 && !order.Agents.ContainsKey(AgentOrderStatus.Behind);
}
