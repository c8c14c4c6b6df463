using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Writes to <c>active-responses.log</c> what built-in responders did, in the form the stock decoders know. Scripts write there by
/// themselves.</summary>
/// <param name="folder">The installation.</param>
/// <param name="isBuiltIn">Whether a responder of that name is one of ours.</param>
/// <param name="clock">The time.</param>
/// <param name="tell">Is told once when the file can't be written.</param>
internal sealed class ResponseLog(ExecdFolder folder, Func<string, bool> isBuiltIn, TimeProvider clock, Action<ExecdNote> tell)
    : IResponseObserver
{
    private bool _hasFailed;

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
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
    public string TextOf(ResponseOrder order, ScriptAction action)
    {
        var program = folder.PathOf(order.Command.Executable);
        if (folder.Dialect == ConfigDialect.Ossec)
        {
            // "date", then the script's path and its first five arguments, as the stock scripts do; there is no need to know the time
            // zone's name.
            var now = clock.GetUtcNow();
            var day = now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
            var subject = order.Subject;
            var (alert, rule) = order.Origin is { AlertId: "", RuleId: 0 }
                ? ("(from_the_server)", "(no_rule_id)")
                : (order.Origin.AlertId, order.Origin.RuleId.ToString(CultureInfo.InvariantCulture));
            return string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {day} {now:HH:mm:ss} UTC {now:yyyy} ")
                + $"{program} {(action == ScriptAction.Add ? "add" : "delete")} {subject.User ?? "-"} {subject.Address?.ToString() ?? "-"} {SafeText.Of(alert)} {rule}\n";
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
                tell(
                    new ExecdNote(
                        null,
                        $"{folder.ResponseLog} can't be written ({SafeText.Of(e.Message)}): responses go on, their lines are lost. Told once."
                    )
                );
            }

            _hasFailed = true;
        }
    }
}
