using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Runs the executables that no responder is bound to.</summary>
public sealed class ScriptSource
{
    private readonly Func<ConfigDialect, IScriptResponders> _make;

    internal ScriptSource(Func<ConfigDialect, IScriptResponders> make) => _make = make;

    /// <summary>Runs them as scripts of a folder.</summary>
    /// <param name="options">The folder, the scripts' protocol, and how long they may take.</param>
    /// <param name="runner">Starts them.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static ScriptSource Folder(ScriptOptions options, ICommandRunner runner)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Validate();
        return new ScriptSource(dialect => new ScriptResponders(options, UsualProtocolOf(dialect), runner));
    }

    /// <summary>Assumes that every script exists, and runs none: for explanations and dry runs.</summary>
    /// <param name="protocol">The assumed protocol; null for the one of the configuration's dialect.</param>
    public static ScriptSource Assumed(ScriptProtocol? protocol = null) =>
        new(dialect => new AssumedScripts(protocol ?? UsualProtocolOf(dialect)));

    internal IScriptResponders For(ConfigDialect dialect) => _make(dialect);

    private static ScriptProtocol UsualProtocolOf(ConfigDialect dialect) =>
        dialect == ConfigDialect.Ossec ? ScriptProtocol.OssecArgv : ScriptProtocol.Wazuh4Stdin;
}
