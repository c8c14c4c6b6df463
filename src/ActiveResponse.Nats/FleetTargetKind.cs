namespace ActiveResponse.Nats;

/// <summary>What a <see cref="FleetTarget"/> means.</summary>
public enum FleetTargetKind
{
    /// <summary>All agents.</summary>
    All,

    /// <summary>One agent, by its id.</summary>
    Agent,

    /// <summary>The agents with a label.</summary>
    Label,
}
