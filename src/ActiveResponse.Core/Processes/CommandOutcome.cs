namespace ActiveResponse.Processes;

/// <summary>How a program ended.</summary>
public enum CommandOutcome
{
    /// <summary>It exited by itself; see <see cref="CommandResult.ExitCode"/>.</summary>
    Exited,

    /// <summary>A signal that wasn't ours ended it; see <see cref="CommandResult.Signal"/>.</summary>
    Signaled,

    /// <summary>It exceeded its limit and was stopped.</summary>
    TimedOut,

    /// <summary>It couldn't be started; see <see cref="CommandResult.StartFailure"/> and <see cref="CommandResult.Detail"/>.</summary>
    FailedToStart,
}
