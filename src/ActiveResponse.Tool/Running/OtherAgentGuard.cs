using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Running;

/// <summary>Refuses responses to other agents' alerts while this host's identity isn't known: they are for those agents, and would protect
/// nothing here.</summary>
internal sealed class OtherAgentGuard : IInlineGuard
{
    private const string ServersId = "000";

    public string Name => "other-agent";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            order.Location != ResponseLocation.Server && AgentOf(order.Origin) is { } agent
                ? new OrderRefusal(
                    Name,
                    $"the alert is from agent {SafeText.Of(agent)}, and the response is for that host, not this one: "
                        + "give --manager DIR to send it through the manager, "
                        + "--role agent with --agent-id or --agent-name if this is that host, --role server to report orders for "
                        + "other hosts, or --role standalone to act here for every agent"
                )
                : null
        );

    /// <summary>The agent an order comes from, unless it is the manager itself; as in OSSEC, from a location that begins with the agent in
    /// parentheses.</summary>
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
