using System.Text;

namespace ActiveResponse.Processes;

/// <summary>Result of a program run.</summary>
public sealed record CommandResult
{
    /// <summary>How it ended.</summary>
    public required CommandOutcome Outcome { get; init; }

    /// <summary>Exit code, 0–255; null if a signal ended it, it wasn't started, or the code is unknown.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that ended it, or null.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it couldn't be started, or null.</summary>
    public StartFailure? StartFailure { get; init; }

    /// <summary>One line of detail about a failed start, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>First bytes of standard output, including the lines a conversation has read.</summary>
    public ReadOnlyMemory<byte> StandardOutput { get; init; }

    /// <summary>First bytes of standard error.</summary>
    public ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>Whether it wrote more standard output than was kept.</summary>
    public bool OutputTruncated { get; init; }

    /// <summary>Whether it wrote more standard error than was kept.</summary>
    public bool ErrorTruncated { get; init; }

    /// <summary>Time from the start until waiting ended.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether it had to be killed because it didn't stop when asked.</summary>
    public bool Killed { get; init; }

    /// <summary>Whether the pipes were closed while a process still held their other end; output may be missing.</summary>
    public bool PipesAbandoned { get; init; }

    /// <summary>Whether it was killed but hadn't ended when waiting stopped.</summary>
    public bool StillRunning { get; init; }

    /// <summary>Whether it exited by itself with code 0.</summary>
    public bool IsSuccess => Outcome == CommandOutcome.Exited && ExitCode == 0;

    /// <summary>Kept standard output as UTF-8; invalid bytes become U+FFFD.</summary>
    public string OutputText => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>Kept standard error as UTF-8; invalid bytes become U+FFFD.</summary>
    public string ErrorText => Encoding.UTF8.GetString(StandardError.Span);

    /// <summary>Creates the result of a program that exited by itself.</summary>
    public static CommandResult Exited(int exitCode, string output = "", string error = "") =>
        new()
        {
            Outcome = CommandOutcome.Exited,
            ExitCode = exitCode,
            StandardOutput = Encoding.UTF8.GetBytes(output),
            StandardError = Encoding.UTF8.GetBytes(error),
        };

    /// <summary>Creates the result of a program that couldn't be started.</summary>
    public static CommandResult NotStarted(StartFailure failure, string detail) =>
        new()
        {
            Outcome = CommandOutcome.FailedToStart,
            StartFailure = failure,
            Detail = detail,
        };
}
