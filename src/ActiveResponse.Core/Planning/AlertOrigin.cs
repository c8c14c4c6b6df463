using ActiveResponse.Alerts;

namespace ActiveResponse.Planning;

/// <summary>Determines which host an alert is about.</summary>
internal static class AlertOrigin
{
    /// <summary>
    /// Whether the event is the server's own. Wazuh: agent id <c>000</c>; OSSEC: a location that doesn't start with <c>(agent)</c>.
    /// </summary>
    public static bool IsServersOwn(Alert alert) =>
        alert.AgentId is { } id ? HostIdentity.SameAgentId(id, "000") : alert.Location is not ['(', ..];

    /// <summary>Whether the event is an agent's own. An alert without an agent is: the agent raised it itself.</summary>
    public static bool IsAbout(Alert alert, HostIdentity host) =>
        (alert.AgentId, alert.AgentName) switch
        {
            (null, null) => true,
            ({ } id, _) when host.AgentId is not null => host.HasAgentId(id),
            (_, { } name) when host.AgentName is not null => string.Equals(name, host.AgentName, StringComparison.Ordinal),
            _ => false,
        };
}
