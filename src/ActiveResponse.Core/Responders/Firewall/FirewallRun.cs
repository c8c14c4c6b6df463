using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>What a run of a firewall's program that didn't succeed means.</summary>
internal static class FirewallRun
{
    private const int LongestText = 300;

    /// <summary>Whether the program ran and said no, so that it matters what it was asked for.</summary>
    /// <remarks>128 and the number of a signal, up to 64, is what a signal looks like where the runner can't tell. pfctl refuses with
    /// 255.</remarks>
    public static bool IsRefusal(CommandResult result) =>
        result.Outcome == CommandOutcome.Exited && result.ExitCode is not (null or 0 or (>= 128 and <= 192));

    /// <summary>Whether a signal may have ended the program, so that it may have done what it was asked for.</summary>
    public static bool WasCutOff(CommandResult result) =>
        result.Outcome == CommandOutcome.Signaled || (result.Outcome == CommandOutcome.Exited && result.ExitCode is null or >= 128);

    /// <summary>What went wrong, in one line.</summary>
    public static string Explain(string program, CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } => $"{program} isn't installed, or not where system programs are.",
            { Outcome: CommandOutcome.FailedToStart } => $"{program} can't be started: {SafeText.Of(result.Detail, LongestText)}",
            { Outcome: CommandOutcome.TimedOut } => $"{program} didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"{program} was ended by signal {result.Signal}."
            ),
            _ => $"{program}: {Words(result)}",
        };

    // Some programs write their errors to standard output.
    private static string Words(CommandResult result)
    {
        var line = FirstLine(result.ErrorText) ?? FirstLine(result.OutputText);
        return line is null
            ? string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, without a word.")
            : SafeText.Of(line, LongestText);
    }

    private static string? FirstLine(string text) =>
        text.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0);
}
