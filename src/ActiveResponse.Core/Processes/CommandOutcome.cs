namespace ActiveResponse.Processes;

/// <summary>How a program ended.</summary>
public enum CommandOutcome
{
    /// <summary>It ended by itself; <see cref="CommandResult.ExitCode"/> says how.</summary>
    Exited,

    /// <summary>A signal that wasn't ours ended it; <see cref="CommandResult.Signal"/> says which.</summary>
    Signaled,

    /// <summary>It ran over its limit and was stopped.</summary>
    TimedOut,

    /// <summary>It could not be started; <see cref="CommandResult.StartFailure"/> and <see cref="CommandResult.Detail"/> say why.</summary>
    FailedToStart,
}
