namespace ActiveResponse.Processes;

/// <summary>The three limits a program runs under: ask, kill, stop waiting.</summary>
public sealed record CommandLimits
{
    /// <summary>The limits with every default.</summary>
    public static CommandLimits Default { get; } = new();

    /// <summary>How long it may run before it is asked to stop (SIGTERM to its process group). Default: 60 seconds.</summary>
    public TimeSpan StopAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after being asked it is killed, with all of its process group. Default: 5 seconds.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long after its end, or the kill, to wait for its output to end too; then the pipes are closed, even if a process it started
    /// holds them. Default: 2 seconds.
    /// </summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromSeconds(2);
}
