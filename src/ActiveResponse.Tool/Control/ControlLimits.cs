namespace ActiveResponse.Tool.Control;

/// <summary>What a peer may take up of an agent.</summary>
internal sealed record ControlLimits
{
    /// <summary>So many are served at a time; others wait.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>How long a request may take to come.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take, with the work and the reading of it. What was begun goes on.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(2);
}
