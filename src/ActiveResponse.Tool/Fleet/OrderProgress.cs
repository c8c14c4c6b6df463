using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Waits until all agents that are online have processed an order; on a terminal, a line can show the progress.</summary>
internal static class OrderProgress
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <param name="find">Returns the order with its current status.</param>
    /// <param name="within">The longest wait.</param>
    /// <param name="isShown">Whether the progress is shown if there is a terminal.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The order with its status after the wait.</returns>
    public static async Task<FleetOrder> WaitAsync(
        Func<FleetOrder> find,
        TimeSpan within,
        bool isShown,
        CancellationToken cancellationToken
    )
    {
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        var line = isShown && !Console.IsErrorRedirected ? new LiveLine(ToolConsole.Error) : null;
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
                await Task.Delay(PollInterval, clock, cancellationToken);
            }
        }
        finally
        {
            line?.End();
        }
    }

    /// <summary>Returns an order with its current status.</summary>
    public static FleetOrder Current(NatsFleet fleet, FleetOrder ordered) =>
        fleet
            .ListOrders(ordered.Target, withAgents: true)
            .FirstOrDefault(order =>
                order.Order.Subject == ordered.Order.Subject && order.Order.Command.Executable == ordered.Order.Command.Executable
            )
        ?? ordered;

    private static bool IsSettled(FleetOrder order) => order.Sequence > 0 && !order.Agents.ContainsKey(AgentOrderStatus.Behind);
}
