using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Runs a responder as an executable that OSSEC, Wazuh 4 and Wazuh 5 can call in place of their own scripts.</summary>
public static class ActiveResponseScript
{
    /// <summary>Runs a responder once, over the protocol this process was called with.</summary>
    /// <remarks>With arguments it acts as a script of OSSEC; without, it reads a line of JSON from standard input as wazuh-execd of version
    /// 4 or 5 writes it, returns its keys, and waits for the go-ahead. Request and result are appended to the agent's
    /// <c>logs/active-responses.log</c> in the form of the stock scripts. Standard output belongs to the protocol: a responder must not
    /// write there.</remarks>
    /// <param name="responder">The responder; unless it is an <see cref="IReversibleResponder"/>, reverts are refused.</param>
    /// <param name="arguments">The arguments of this process.</param>
    /// <param name="options">Limits, guards and places; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The exit code: 0 when it is done or was called off, 1 when it isn't.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static Task<int> RunAsync(
        IResponder responder,
        IReadOnlyList<string> arguments,
        ActiveResponseScriptOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(responder);
        ArgumentNullException.ThrowIfNull(arguments);
        var settings = options ?? new ActiveResponseScriptOptions();
        settings.Validate();
        return RunAsync(responder, arguments, ScriptProfile.Default, settings, cancellationToken);
    }

    internal static async Task<int> RunAsync(
        IResponder responder,
        IReadOnlyList<string> arguments,
        ScriptProfile profile,
        ActiveResponseScriptOptions options,
        CancellationToken cancellationToken
    )
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var caller = new ScriptCaller
        {
            Program = options.Program ?? ProgramName.Current(),
            Arguments = arguments,
            Input = input,
            Output = output,
            IsInteractive = !Console.IsInputRedirected,
        };
        return await ScriptRun.RunAsync(responder, caller, profile, options, Console.Error, cancellationToken).ConfigureAwait(false);
    }
}
