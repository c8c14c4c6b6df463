namespace ActiveResponse.Nats.Issuing;

/// <summary>Targets as orders name them.</summary>
internal static class OrderTargets
{
    /// <summary>The agent's id, the label as <c>label:NAME</c>, or null for all agents.</summary>
    public static string? Of(FleetTarget target) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => target.Name,
            FleetTargetKind.Label => target.ToString(),
            _ => null,
        };
}
