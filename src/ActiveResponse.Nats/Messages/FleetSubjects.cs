namespace ActiveResponse.Nats.Messages;

/// <summary>The subjects and streams of a fleet.</summary>
internal sealed class FleetSubjects(string fleet)
{
    /// <summary>The key of the message with the stream's epoch; keys of orders are 32 hexadecimal digits.</summary>
    public const string EpochKey = "epoch";

    /// <summary>The stream of orders: the last message of a subject is in force.</summary>
    public string OrderStream { get; } = $"AR_{fleet}";

    /// <summary>The stream of the agents' states: the last message of each.</summary>
    public string StateStream { get; } = $"AR_{fleet}_STATE";

    public string AllOrders { get; } = $"ar.{fleet}.order.>";

    public string AllStates { get; } = $"ar.{fleet}.state.*";

    public string Epoch { get; } = $"ar.{fleet}.order.all.{EpochKey}";

    /// <summary>The subject of the fleet's kill switch.</summary>
    public string Switch { get; } = $"ar.{fleet}.order.all.{RuleKey.Switch}";

    /// <summary>The subjects of all orders for a target.</summary>
    public string OrdersFor(FleetTarget target) => $"ar.{fleet}.order.{Of(target)}.*";

    /// <summary>The subject of one order.</summary>
    public string OrderFor(FleetTarget target, string key) => $"ar.{fleet}.order.{Of(target)}.{key}";

    /// <summary>The subject on which an agent reports its state.</summary>
    public string StateOf(string agentId) => $"ar.{fleet}.state.{FleetTarget.Plain(agentId)}";

    /// <summary>The agent's id in a state's subject.</summary>
    public static string AgentOf(string stateSubject) => stateSubject[(stateSubject.LastIndexOf('.') + 1)..];

    /// <summary>The name of an agent's consumer for a target: fixed, so that permissions can name it.</summary>
    public static string ConsumerOf(string agentId, FleetTarget target)
    {
        var id = FleetTarget.Plain(agentId);
        return target.Kind switch
        {
            FleetTargetKind.Agent => $"{id}-own",
            FleetTargetKind.Label => $"{id}-label-{target.Name}",
            _ => $"{id}-all",
        };
    }

    private static string Of(FleetTarget target) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => $"agent.{target.Name}",
            FleetTargetKind.Label => $"label.{target.Name}",
            _ => "all",
        };
}
