using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <summary>An order for all agents that is tried on some of them.</summary>
/// <param name="Key">Its effect.</param>
/// <param name="Agents">The agents it is tried on.</param>
internal sealed record CanaryTrial(string Key, IReadOnlyList<FleetTarget> Agents)
{
    /// <summary>The order that all agents get.</summary>
    public required ResponseOrder Order { get; set; }

    /// <summary>When the effect ends; null for when it is lifted.</summary>
    public required DateTimeOffset? End { get; set; }

    /// <summary>Until when the agents have time; null as long as the server hasn't taken the orders for each.</summary>
    public DateTimeOffset? Deadline { get; set; }
}
