namespace ActiveResponse.Nats.Issuing;

/// <summary>Converts targets to the names used in orders.</summary>
internal static class OrderTargets
{
    /// <summary>Returns the agent's id, the label as <c>label:NAME</c>, or null for all agents.</summary>
    public static string? Of(FleetTarget target) =>
        target.Kind switch
        {
            FleetTargetKind.Agent => target.Name,
            FleetTargetKind.Label => target.ToString(),
            _ => null,
        };
}
