namespace ActiveResponse.Tool.Control;

/// <summary>The limits of a peer.</summary>
internal sealed record ControlLimits
{
    /// <summary>The maximum number of connections served at a time; others wait.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>The group that is served beside root and the agent's user, or null.</summary>
    public ControlGroup? Group { get; init; }

    /// <summary>The maximum time for a request to arrive.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum time for a reply, including the work and the peer's reading. Work in progress continues.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromMinutes(2);
}
