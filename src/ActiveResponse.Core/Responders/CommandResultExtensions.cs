using ActiveResponse.Processes;

namespace ActiveResponse.Responders;

/// <summary>Interprets the result of a finished run.</summary>
internal static class CommandResultExtensions
{
    /// <summary>Whether the program ran and refused, so another request may succeed.</summary>
    /// <remarks>Where a runner can't report signals, exit codes from 128 to 192 mean one. pfctl refuses with 255.</remarks>
    public static bool IsRefusal(this CommandResult result) =>
        result.Outcome == CommandOutcome.Exited && result.ExitCode is not (null or 0 or (>= 128 and <= 192));

    /// <summary>Whether a signal may have ended the program, so it may have done what was asked.</summary>
    public static bool WasCutOff(this CommandResult result) =>
        result.Outcome == CommandOutcome.Signaled || (result.Outcome == CommandOutcome.Exited && result.ExitCode is null or >= 128);

    /// <summary>Whether another run is pointless: the program can't be started, or hangs.</summary>
    public static bool IsHopeless(this CommandResult result) => result.Outcome is CommandOutcome.FailedToStart or CommandOutcome.TimedOut;

    /// <summary>Whether standard error contains one of the texts, ignoring case.</summary>
    public static bool OutputContains(this CommandResult result, params ReadOnlySpan<string> texts)
    {
        var output = result.ErrorText;
        foreach (var text in texts)
        {
            if (output.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
