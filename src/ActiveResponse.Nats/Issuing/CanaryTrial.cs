using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <summary>An order for all agents that is being tried on some of them.</summary>
/// <param name="Key">The key of its effect.</param>
/// <param name="Agents">The canaries.</param>
internal sealed record CanaryTrial(string Key, IReadOnlyList<FleetTarget> Agents)
{
    /// <summary>The order for all agents.</summary>
    public required ResponseOrder Order { get; set; }

    /// <summary>When the effect ends; null for until lifted.</summary>
    public required DateTimeOffset? End { get; set; }

    /// <summary>When the canaries must have answered; null until the server has acknowledged all their orders.</summary>
    public DateTimeOffset? Deadline { get; set; }
}
