namespace ActiveResponse.Processes;

/// <summary>Three time limits of a program: ask to stop, kill, stop waiting.</summary>
public sealed record CommandLimits
{
    /// <summary>Limits with all defaults.</summary>
    public static CommandLimits Default { get; } = new();

    /// <summary>Run time before it is asked to stop (SIGTERM to its process group). Default: 60 seconds.</summary>
    public TimeSpan StopAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between that request and the kill of its process group. Default: 5 seconds.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time to wait for its output to end after its exit or the kill; then the pipes are closed even if a process it started holds them.
    /// Default: 2 seconds.
    /// </summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromSeconds(2);
}
