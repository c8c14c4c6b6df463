using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Runs once as a program of Wazuh: reads a line, returns its keys, waits for the go-ahead and acts; logs each step like the stock
/// programs.</summary>
internal sealed class WazuhRun(IResponder responder, ScriptCaller caller, ScriptProfile profile, ScriptLog log, ScriptAct act)
{
    private const int LongestDetail = 1000;
    private readonly InputLines _lines = new(caller.Input);

    /// <returns>Whether it succeeded.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken) =>
        await RunAsync(await _lines.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Does the same after the first line has been read.</summary>
    public async ValueTask<bool> RunAsync(byte[]? first, CancellationToken cancellationToken)
    {
        Log("Starting");
        if (Hear(first) is not { } message)
        {
            return false;
        }

        if (message.Action is not { } action)
        {
            return Fail("Invalid value of 'command'");
        }

        var request = message.ToRequest(action, responder.Needs.AlertJson);
        var missing = ScriptRequest.Kinds.FirstOrDefault(kind =>
            responder.Needs.Required.HasFlag(kind) && !StockRules.Accepts(kind, request.Of(kind), message.IsWazuh5)
        );
        if (missing != SubjectKinds.None)
        {
            return Fail(Unreadable(missing, message.IsWazuh5));
        }

        if (action == ScriptAction.Add && profile.Converses)
        {
            var (mayGoOn, isFine) = await AskAsync(request, message.IsWazuh5, cancellationToken).ConfigureAwait(false);
            if (!mayGoOn)
            {
                return isFine;
            }
        }

        var result = await act.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return End(message, action, result);
    }

    public ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken) => _lines.ReadAsync(cancellationToken);

    private async ValueTask<(bool MayGoOn, bool IsFine)> AskAsync(ScriptRequest request, bool isWazuh5, CancellationToken cancellationToken)
    {
        var wanted = responder.Needs.Required | responder.Needs.Optional;
        var keys = KeysLine.Of(
            caller.Name,
            ScriptRequest
                .Kinds.Where(kind => wanted.HasFlag(kind) && StockRules.Accepts(kind, request.Of(kind), isWazuh5))
                .Select(kind => request.Of(kind)!)
        );
        log.Wazuh(caller.Program, keys);
        try
        {
            await caller.Output.WriteAsync((byte[])[.. keys, (byte)'\n'], cancellationToken).ConfigureAwait(false);
            await caller.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            return (false, Fail($"Its keys can't be written: {e.Message}"));
        }

        return Hear(await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))?.Command switch
        {
            null => (false, false),
            "continue" => (true, true),
            "abort" => (false, Done("Aborted")),
            _ => (false, Fail("Invalid value of 'command'")),
        };
    }

    private WazuhMessage? Hear(byte[]? line)
    {
        if (line is null)
        {
            Log("Cannot read input from stdin");
            return null;
        }

        log.Wazuh(caller.Program, line.AsSpan().IndexOf((byte)0) is >= 0 and var end ? line.AsSpan(0, end) : line);
        var message = WazuhMessage.Read(line);
        if (message is null)
        {
            Log("Invalid input format");
        }

        return message;
    }

    private bool End(WazuhMessage message, ScriptAction action, ResponderResult result)
    {
        var detail = SafeText.Of(result.Detail, LongestDetail);
        if (!result.IsSuccess)
        {
            return Fail(message.IsWazuh5 ? Line5("ERROR", message, detail) : detail);
        }

        if (message.IsWazuh5)
        {
            Log(Line5("INFO", message, detail.Length == 0 ? result.Outcome.ToString() : detail));
        }
        else if (detail.Length > 0 && result.Outcome is ActionOutcome.AlreadyApplied or ActionOutcome.AlreadyLifted)
        {
            Log(detail);
        }

        return Done("Ended");
    }

    private string Line5(string level, WazuhMessage message, string detail) =>
        $"[{level}] Method={responder.Name} Action={message.Command} Details={detail}";

    private static string Unreadable(SubjectKinds kind, bool isWazuh5) =>
        (kind, isWazuh5) switch
        {
            (SubjectKinds.Address, false) => "Cannot read 'srcip' from data or invalid IP format",
            (SubjectKinds.Address, true) => "Cannot read 'source.ip' from data or invalid IP format",
            (SubjectKinds.User, false) => "Cannot read 'dstuser' from data or invalid username format",
            (SubjectKinds.User, true) => "Cannot read 'user.name' from data or invalid username format",
            (_, false) => "Cannot read 'path' from syscheck",
            (_, true) => "Cannot read 'file.path' from data",
        };

    private bool Fail(string why)
    {
        Log(why);
        return false;
    }

    private bool Done(string what)
    {
        Log(what);
        return true;
    }

    private void Log(string message) => log.Wazuh(caller.Program, Encoding.UTF8.GetBytes(message));
}
