using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Running;

/// <summary>Keeps responses to other agents' alerts from this host while nobody has said who it is: they are meant for those agents, and
/// would protect nothing here.</summary>
internal sealed class OtherAgentGuard : IResponseGuard
{
    private const string ServersId = "000";

    public string Name => "other-agent";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            order.Location != ResponseLocation.Server && AgentOf(order.Origin) is { } agent
                ? new OrderRefusal(
                    Name,
                    $"the alert is of agent {SafeText.Of(agent)} and the response is meant for that host, not for this one: "
                        + "give --manager DIR to have the manager send it there, "
                        + "--role agent with --agent-id or --agent-name if this is that host, --role server to tell what goes "
                        + "elsewhere, or --role standalone to act here for every agent"
                )
                : null
        );

    /// <summary>The agent an order comes from when that isn't the manager itself; as OSSEC by a location that begins with the agent in
    /// brackets.</summary>
    private static string? AgentOf(ResponseOrigin origin)
    {
        if (origin.AgentId is { } id)
        {
            if (HostIdentity.SameAgentId(id, ServersId))
            {
                return null;
            }

            return origin.AgentName is { Length: > 0 } name ? $"{id} ({name})" : id;
        }

        return origin.Location is ['(', ..] location ? origin.AgentName ?? location[1..].Split(')')[0] : null;
    }
}
