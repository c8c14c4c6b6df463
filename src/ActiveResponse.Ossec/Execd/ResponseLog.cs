using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Writes the outcomes of C# responders to <c>logs/active-responses.log</c> in the form of the stock decoders. Scripts write there
/// themselves.</summary>
/// <param name="folder">The installation.</param>
/// <param name="isBuiltIn">Whether a name belongs to a responder that isn't a script.</param>
/// <param name="clock">The clock.</param>
/// <param name="notify">Receives one message for the operator if the file can't be written.</param>
public sealed class ResponseLog(ExecdFolder folder, Func<string, bool> isBuiltIn, TimeProvider clock, Action<ExecdNote> notify)
    : IResponseObserver
{
    private bool _hasFailed;

    /// <inheritdoc/>
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (
            action.Outcome is ActionOutcome.Applied or ActionOutcome.Lifted
            && action.Verb != ActionVerb.Restore
            && isBuiltIn(action.Order.Responder)
        )
        {
            Append(TextOf(action.Order, action.Verb == ActionVerb.Apply ? ScriptAction.Add : ScriptAction.Delete));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The lines of one action.</summary>
    internal string TextOf(ResponseOrder order, ScriptAction action)
    {
        var program = folder.PathOf(order.Command.Executable);
        if (folder.Dialect == ConfigDialect.Ossec)
        {
            // "date", then the script's path and its first five arguments, like the stock scripts; without the time zone's name.
            var now = clock.GetUtcNow();
            var day = now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
            var subject = order.Subject;
            var (alert, rule) = order.Origin is { AlertId: "", RuleId: 0 }
                ? ("(from_the_server)", "(no_rule_id)")
                : (order.Origin.AlertId, order.Origin.RuleId.ToString(CultureInfo.InvariantCulture));
            return string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {day} {now:HH:mm:ss} UTC {now:yyyy} ")
                + $"{program} {(action == ScriptAction.Add ? "add" : "delete")} {subject.User ?? "-"} "
                + $"{subject.Address?.ToString() ?? "-"} {SafeText.Of(alert)} {rule}\n";
        }

        var line = ScriptMessage.Of(
            ScriptProtocol.Wazuh4Stdin,
            order,
            ScriptMessage.CommandOf(ScriptProtocol.Wazuh4Stdin, action),
            program,
            out _
        );
        var time = string.Create(CultureInfo.InvariantCulture, $"{clock.GetLocalNow():yyyy\\/MM\\/dd HH:mm:ss} {program}: ");
        return $"{time}Starting\n{time}{Encoding.UTF8.GetString(line)}\n{time}Ended\n";
    }

    private void Append(string text)
    {
        try
        {
            SharedLog.Append(folder.ResponseLog, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                notify(
                    new ExecdNote(
                        null,
                        $"{folder.ResponseLog} can't be written ({SafeText.Of(e.Message)}): responses go on, but their lines are "
                            + "lost. Logged once."
                    )
                );
            }

            _hasFailed = true;
        }
    }
}
