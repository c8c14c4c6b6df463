using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Describes the result of a run of one of the programs.</summary>
internal static class AccountRun
{
    public static string Explain(string program, CommandResult result) =>
        result.Outcome == CommandOutcome.Exited
            ? string.Create(CultureInfo.InvariantCulture, $"{program} ended with exit code {result.ExitCode}{OutputOf(result)}")
            : new ProgramFailure(program).Explain(result);

    private static string OutputOf(CommandResult result)
    {
        var line = result.ErrorText.AsSpan().TrimStart().ToString().Split('\n', 2)[0].Trim();
        return line.Length == 0 ? "" : $": {SafeText.Of(line, 300)}";
    }
}
