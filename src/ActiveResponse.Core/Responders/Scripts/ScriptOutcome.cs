using System.Globalization;
using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Converts the end of a script to the engine's result.</summary>
internal static class ScriptOutcome
{
    // They end with "exit 1" whatever they did (OSSEC active-response/disable-account.sh, ip-customblock.sh).
    private static bool AlwaysExitsWithOne(string executable) => executable is "disable-account.sh" or "ip-customblock.sh";

    // wentOn: whether the reply was to continue. A program that stops before it names its keys gets no reply, and execd forgets it.
    // Long: one case per way a script can end.
    public static ResponderResult Of(
        CommandResult result,
        string executable,
        ScriptProtocol protocol,
        ScriptAction action,
        string? note,
        bool wentOn = true,
        ScriptOverrides? overrides = null
    )
    {
        var detail = new StringBuilder(Describe(result));
        if (ScriptText.LastLine(result.ErrorText) is { } line)
        {
            detail.Append(": ").Append(line);
        }

        if (result.PipesAbandoned)
        {
            detail.Append("; a process it left behind still held its output");
        }

        if (note is not null)
        {
            detail.Append("; ").Append(note);
        }

        var excused =
            !protocol.IsOnStandardInput() && result is { Outcome: CommandOutcome.Exited, ExitCode: 1 } && AlwaysExitsWithOne(executable);
        if (excused)
        {
            detail.Append("; this script always exits with 1");
        }

        var isNormal = result.Outcome == CommandOutcome.Exited && !result.IsSuccess && overrides?.IsNormal(result.ExitCode) == true;
        if (isNormal)
        {
            detail.Append("; declared normal for this script");
        }

        return result.Outcome switch
        {
            CommandOutcome.TimedOut => ResponderResult.TimedOut(detail.ToString()),
            CommandOutcome.Exited when result.IsSuccess || excused || isNormal => action == ScriptAction.Add
                ? ResponderResult.Applied(detail.ToString())
                : ResponderResult.Lifted(detail.ToString()),

            // OSSEC's and Wazuh's daemons ignore exit codes, so scripts don't set them with care: a failed script may have acted, and is
            // reverted.
            _ => ResponderResult.Failed(detail.ToString(), mayBeInPlace: wentOn && result.Outcome != CommandOutcome.FailedToStart),
        };
    }

    private static string Describe(CommandResult result) =>
        result.Outcome switch
        {
            CommandOutcome.FailedToStart => $"not started: {result.Detail}",
            CommandOutcome.Signaled => string.Create(CultureInfo.InvariantCulture, $"ended by signal {result.Signal}"),
            CommandOutcome.TimedOut when result.StillRunning => "timed out; killed, but still running",
            CommandOutcome.TimedOut => result.Killed ? "timed out; killed" : "timed out; stopped when asked",
            _ => result.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit {code}") : "ended, exit code unknown",
        };
}
