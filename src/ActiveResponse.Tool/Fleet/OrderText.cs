using System.Globalization;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Formats a fleet's orders as text and as JSON.</summary>
internal static class OrderText
{
    /// <summary>Returns the number of agents by status, e.g. <c>2 done, 1 refused</c>.</summary>
    public static string CountsOf(FleetOrder order) =>
        order.Agents.IsEmpty ? "no agent yet" : string.Join(", ", order.Agents.Select(static pair => $"{pair.Value} {NameOf(pair.Key)}"));

    public static IReadOnlyList<string> RowOf(FleetOrder order) =>
        [
            order.Target.ToString(),
            ToolText.OneLine((order.IsLift ? "lift of " : "") + order.Order.Command.Executable),
            ToolText.OneLine(order.Order.Subject.ToString()),
            order.Until?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "it is lifted",
            order.Sequence == 0 ? "not published yet" : CountsOf(order),
        ];

    /// <summary>Returns one line for each named agent.</summary>
    public static IEnumerable<string> AgentsOf(FleetOrder order) =>
        order
            .Named.OrderBy(static agent => agent.AgentId, StringComparer.Ordinal)
            .Select(agent =>
                ToolText.OneLine(
                    $"{order.Target} {order.Order.Subject}: {agent.AgentId} {NameOf(agent.Status)}"
                        + (agent.Why is { } why ? $": {why}" : "")
                )
            );

    public static void WriteJson(FleetOrder order) =>
        JsonLine.Write(
            Console.Out,
            json =>
            {
                json.WriteString("for", order.Target.ToString());
                json.WriteString("verb", order.IsLift ? "lift" : "apply");
                json.WriteString("executable", order.Order.Command.Executable);
                json.WriteString("target", ToolText.WithBytes(order.Order.Subject.ToString()));
                json.WriteString("response", order.Order.ResponseName);
                json.WriteString("alertId", order.Order.Origin.AlertId);
                json.WriteString("reason", order.Order.Origin.Reason);
                json.WriteString("by", order.Order.Origin.By);
                json.WriteString("issued", order.Issued);
                json.WriteOptional("until", order.Until);
                json.WriteString("issuer", order.Issuer);
                json.WriteNumber("sequence", order.Sequence);
                json.WriteStartObject("agents");
                foreach (var (status, count) in order.Agents)
                {
                    json.WriteNumber(NameOf(status), count);
                }

                json.WriteEndObject();
                json.WriteObjects(
                    "named",
                    order.Named,
                    agent =>
                    {
                        json.WriteString("agent", agent.AgentId);
                        json.WriteString("status", NameOf(agent.Status));
                        json.WriteString("why", agent.Why);
                    }
                );
            }
        );

    public static string NameOf(AgentOrderStatus status) =>
        status switch
        {
            AgentOrderStatus.Done => "done",
            AgentOrderStatus.Refused => "refused",
            AgentOrderStatus.Failed => "failed",
            AgentOrderStatus.Behind => "behind",
            _ => "away",
        };
}
