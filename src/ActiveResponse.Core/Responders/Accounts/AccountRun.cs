using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary>What a run of one of the programs came to, in words.</summary>
internal static class AccountRun
{
    public static string Explain(string program, CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } => $"{program} isn't installed",
            { Outcome: CommandOutcome.FailedToStart } => $"{program} can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => $"{program} didn't end in time and was stopped",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"{program} was ended by signal {result.Signal}"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{program} ended with exit code {result.ExitCode}{Words(result)}"),
        };

    private static string Words(CommandResult result)
    {
        var line = result.ErrorText.AsSpan().TrimStart().ToString().Split('\n', 2)[0].Trim();
        return line.Length == 0 ? "" : $": {SafeText.Of(line, 300)}";
    }
}
