using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Selects the protocol by how the script was called, and runs it.</summary>
internal static class ScriptRun
{
    /// <summary>Success.</summary>
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
        var wazuh = new WazuhRun(responder, caller, profile, log, act);
        try
        {
            // Wazuh passes no arguments, OSSEC always some.
            if (caller.Arguments.Count > 0 || caller.IsInteractive)
            {
                return await byArguments.RunAsync(cancellationToken).ConfigureAwait(false) ? Fine : Failure;
            }

            if (!caller.Name.EndsWith(".sh", StringComparison.Ordinal))
            {
                return await wazuh.RunAsync(cancellationToken).ConfigureAwait(false) ? Fine : Failure;
            }

            // An OSSEC script without arguments and input prints its usage; but Wazuh's administrators use these names too.
            var first = await wazuh.ReadAsync(cancellationToken).ConfigureAwait(false);
            var isFine = first is null
                ? await byArguments.RunAsync(cancellationToken).ConfigureAwait(false)
                : await wazuh.RunAsync(first, cancellationToken).ConfigureAwait(false);
            return isFine ? Fine : Failure;
        }
        catch (IOException e)
        {
            complaints?.WriteLine($"{caller.Name}: {e.Message}");
            return Failure;
        }
    }
}
