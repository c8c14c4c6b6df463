using ActiveResponse.Processes;

namespace ActiveResponse.Responders;

/// <summary>What a finished run says about what was asked of the program.</summary>
internal static class CommandResultExtensions
{
    /// <summary>Whether the program ran and refused, so that another request may succeed.</summary>
    /// <remarks>Where a runner can't report signals, 128 plus the signal's number (64 at most) stands for one. pfctl refuses with
    /// 255.</remarks>
    public static bool IsRefusal(this CommandResult result) =>
        result.Outcome == CommandOutcome.Exited && result.ExitCode is not (null or 0 or (>= 128 and <= 192));

    /// <summary>Whether a signal may have ended the program, so that it may have done what was asked.</summary>
    public static bool WasCutOff(this CommandResult result) =>
        result.Outcome == CommandOutcome.Signaled || (result.Outcome == CommandOutcome.Exited && result.ExitCode is null or >= 128);

    /// <summary>Whether the next run would fare no better: the program can't be started, or hangs.</summary>
    public static bool IsHopeless(this CommandResult result) => result.Outcome is CommandOutcome.FailedToStart or CommandOutcome.TimedOut;

    /// <summary>Whether one of the texts stands in what the program wrote to standard error, in any case of letters.</summary>
    public static bool Says(this CommandResult result, params ReadOnlySpan<string> texts)
    {
        var said = result.ErrorText;
        foreach (var text in texts)
        {
            if (said.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
