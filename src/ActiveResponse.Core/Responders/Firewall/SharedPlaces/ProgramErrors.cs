using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>What a failed run of a packet filter's program means, in one line.</summary>
internal static class ProgramErrors
{
    private const int MostCharacters = 300;

    private static readonly string[] NotPermitted = ["Operation not permitted", "Permission denied", "must be root"];

    /// <summary>Whether it ran and said no, so that it matters what it was asked for.</summary>
    public static bool IsRefusal(CommandResult result) => FirewallRun.IsRefusal(result);

    public static bool Says(CommandResult result, string text) => result.ErrorText.Contains(text, StringComparison.OrdinalIgnoreCase);

    public static string Explain(string program, CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } => $"{program} isn't there.",
            { Outcome: CommandOutcome.FailedToStart } => $"{program} can't be started: {SafeText.Of(result.Detail, MostCharacters)}",
            { Outcome: CommandOutcome.TimedOut } => $"{program} didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"{program} was ended by signal {result.Signal}."
            ),
            _ when Array.Exists(NotPermitted, text => Says(result, text)) =>
                $"{program} isn't permitted to do this. Run as root. It said: {FirstError(program, result)}",
            _ => FirstError(program, result) is { Length: > 0 } error
                ? $"{program} said: {error}"
                : string.Create(CultureInfo.InvariantCulture, $"{program} ended with exit code {result.ExitCode}, without a word."),
        };

    /// <summary>The result of an entry that such a run was for.</summary>
    public static ResponderResult Failure(string program, CommandResult result)
    {
        var why = Explain(program, result);
        return result.Outcome == CommandOutcome.TimedOut
            ? ResponderResult.TimedOut(why)
            : ResponderResult.Failed(why, FirewallRun.WasCutOff(result));
    }

    // pfctl of macOS precedes every answer by lines about ALTQ: the line that begins with the program's name is the error.
    private static string FirstError(string program, CommandResult result)
    {
        var lines = result.ErrorText.Split('\n', 64, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line =
            Array.Find(lines, text => text.StartsWith(program + ":", StringComparison.Ordinal)) ?? (lines.Length == 0 ? "" : lines[0]);
        return SafeText.Of(line, MostCharacters);
    }
}
