using ActiveResponse.Nats;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Tries an order for all agents on a few of them first, and lifts it there if it fails on one.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="note">Why, and who gives the order.</param>
/// <param name="count">The number of agents to try it on.</param>
/// <param name="within">How long they may take.</param>
/// <param name="isShown">Whether the progress is shown if there is a terminal.</param>
internal sealed class Canary(NatsFleet fleet, OrderNote note, int count, TimeSpan within, bool isShown)
{
    /// <summary>Sends the order to some of the agents that are online, and waits for each.</summary>
    /// <returns>The orders with their status, failed ones first; all are lifted if one failed.</returns>
    /// <exception cref="FleetException">No agent is available: all are away, halted or in a dry run.</exception>
    public async Task<(bool IsFine, IReadOnlyList<FleetOrder> Orders)> TryAsync(
        string executable,
        Subject subject,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
    {
        var agents = fleet.ListAgents().Where(static agent => agent is { IsAway: false, IsDryRun: false, IsHalted: false }).ToArray();
        if (agents.Length == 0)
        {
            throw new FleetException("No agent is available to try it on: all are away, halted or in a dry run.");
        }

        Random.Shared.Shuffle(agents);
        var targets = agents.Take(count).Select(static agent => FleetTarget.Agent(agent.Id)).ToList();
        var orders = await Task.WhenAll(
            targets.Select(async target =>
            {
                var ordered = await fleet.ByHand(note).OrderAsync(target, executable, subject, timeout, cancellationToken);
                return await OrderProgress.WaitAsync(() => OrderProgress.Current(fleet, ordered), within, isShown, cancellationToken);
            })
        );
        var isFine = orders.All(IsDone);
        if (!isFine)
        {
            await Task.WhenAll(targets.Select(target => fleet.ByHand(note).LiftAsync(subject, target, CancellationToken.None)));
        }

        return (isFine, [.. orders.OrderBy(IsDone)]);
    }

    private static bool IsDone(FleetOrder order) => order.Agents.Count == 1 && order.Agents.ContainsKey(AgentOrderStatus.Done);
}
