namespace ActiveResponse.Nats;

/// <summary>The kinds of <see cref="FleetTarget"/>.</summary>
public enum FleetTargetKind
{
    /// <summary>All agents.</summary>
    All,

    /// <summary>One agent, by its id.</summary>
    Agent,

    /// <summary>The agents with a label.</summary>
    Label,
}
