using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>How scripts are run.</summary>
internal sealed record ScriptSettings
{
    public static ScriptSettings Default { get; } = new();

    /// <summary>The limits of one run. OSSEC's firewall-drop.sh retries for 15 seconds by itself.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>How long a Wazuh 4 script may take to name its keys; then its input is closed, which frees one that reads to the end first.</summary>
    public TimeSpan KeysWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether an effect with these keys is held already, so that the script is told to abort. Default: never.</summary>
    public Func<ResponseCommand, ImmutableArray<string>, bool> HoldsKeys { get; init; } = static (_, _) => false;
}
