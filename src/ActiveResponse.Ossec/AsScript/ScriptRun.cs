using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Tells the protocols apart by how the script is called, and runs it by the one.</summary>
internal static class ScriptRun
{
    /// <summary>Nothing went wrong.</summary>
    private const int Fine = 0;

    private const int Failure = 1;

    public static async Task<int> RunAsync(
        IResponder responder,
        ScriptCaller caller,
        ScriptProfile profile,
        ActiveResponseScriptOptions options,
        TextWriter? complaints,
        CancellationToken cancellationToken
    )
    {
        var home = options.Home ?? InstallFolder.Of(caller.Program, Environment.CurrentDirectory);
        var log = new ScriptLog(Path.Combine(home, "logs", "active-responses.log"), options.Clock, complaints);
        var act = new ScriptAct(responder, caller, profile, options, home);
        var byArguments = new OssecRun(responder, caller, profile, log, act);
        var byTalk = new WazuhRun(responder, caller, profile, log, act);
        try
        {
            // Wazuh gives no arguments, OSSEC always some.
            if (caller.Arguments.Count > 0 || caller.IsInteractive)
            {
                return await byArguments.RunAsync(cancellationToken).ConfigureAwait(false) ? Fine : Failure;
            }

            if (!caller.Name.EndsWith(".sh", StringComparison.Ordinal))
            {
                return await byTalk.RunAsync(cancellationToken).ConfigureAwait(false) ? Fine : Failure;
            }

            // A script of OSSEC's called with nothing at all says how it is used; but Wazuh's administrators name theirs so, too.
            var first = await byTalk.ReadAsync(cancellationToken).ConfigureAwait(false);
            var isFine = first is null
                ? await byArguments.RunAsync(cancellationToken).ConfigureAwait(false)
                : await byTalk.RunAsync(first, cancellationToken).ConfigureAwait(false);
            return isFine ? Fine : Failure;
        }
        catch (IOException e)
        {
            complaints?.WriteLine($"{caller.Name}: {e.Message}");
            return Failure;
        }
    }
}
