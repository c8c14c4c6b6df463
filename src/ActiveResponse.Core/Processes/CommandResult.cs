using System.Text;

namespace ActiveResponse.Processes;

/// <summary>What came of running a program.</summary>
public sealed record CommandResult
{
    /// <summary>How it ended.</summary>
    public required CommandOutcome Outcome { get; init; }

    /// <summary>Its exit code, 0–255; null when a signal ended it, it wasn't started, or it could not be learned.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The number of the signal that ended it, or null.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it could not be started, or null.</summary>
    public StartFailure? StartFailure { get; init; }

    /// <summary>More about a failed start, in one line, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The first bytes of its standard output. In a conversation this has the lines read, too.</summary>
    public ReadOnlyMemory<byte> StandardOutput { get; init; }

    /// <summary>The first bytes of its standard error.</summary>
    public ReadOnlyMemory<byte> StandardError { get; init; }

    /// <summary>Whether it wrote more standard output than was kept.</summary>
    public bool OutputTruncated { get; init; }

    /// <summary>Whether it wrote more standard error than was kept.</summary>
    public bool ErrorTruncated { get; init; }

    /// <summary>From the start until nothing more was waited for.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the kill was needed: it didn't end when asked.</summary>
    public bool Killed { get; init; }

    /// <summary>Whether the pipes were closed while some process still held their other end; output may be missing.</summary>
    public bool PipesAbandoned { get; init; }

    /// <summary>Whether it was still there, killed but not ended, when waiting stopped.</summary>
    public bool StillRunning { get; init; }

    /// <summary>Whether it ended by itself with exit code 0.</summary>
    public bool IsSuccess => Outcome == CommandOutcome.Exited && ExitCode == 0;

    /// <summary>The kept standard output as UTF-8; what isn't UTF-8 becomes U+FFFD.</summary>
    public string OutputText => Encoding.UTF8.GetString(StandardOutput.Span);

    /// <summary>The kept standard error as UTF-8; what isn't UTF-8 becomes U+FFFD.</summary>
    public string ErrorText => Encoding.UTF8.GetString(StandardError.Span);

    /// <summary>A program that ended by itself.</summary>
    public static CommandResult Exited(int exitCode, string output = "", string error = "") =>
        new()
        {
            Outcome = CommandOutcome.Exited,
            ExitCode = exitCode,
            StandardOutput = Encoding.UTF8.GetBytes(output),
            StandardError = Encoding.UTF8.GetBytes(error),
        };

    /// <summary>A program that could not be started.</summary>
    public static CommandResult NotStarted(StartFailure failure, string detail) =>
        new()
        {
            Outcome = CommandOutcome.FailedToStart,
            StartFailure = failure,
            Detail = detail,
        };
}
