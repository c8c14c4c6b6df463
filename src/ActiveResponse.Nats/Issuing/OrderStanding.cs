using ActiveResponse.Nats.Reports;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Determines the status of an order on an agent from the agent's reports.</summary>
internal static class OrderStanding
{
    public static AgentOrderStatus Of(
        AgentDirectory.KnownAgent agent,
        string? epoch,
        FleetTarget target,
        ulong sequence,
        DateTimeOffset awayBefore,
        out string? why
    )
    {
        why = null;
        if (agent.State.Epoch == epoch && sequence > 0 && agent.State.Positions.GetValueOrDefault(target.ToString()) >= sequence)
        {
            var failure = agent.State.Failures.LastOrDefault(failure =>
                failure.Sequence == sequence && failure.Target == target.ToString()
            );
            why = failure?.Why;
            return failure switch
            {
                null => AgentOrderStatus.Done,
                { IsRefused: true } => AgentOrderStatus.Refused,
                _ => AgentOrderStatus.Failed,
            };
        }

        return agent.SeenAt < awayBefore ? AgentOrderStatus.Away : AgentOrderStatus.Behind;
    }
}
