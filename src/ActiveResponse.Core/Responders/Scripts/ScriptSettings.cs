using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>How one script is run, and what it shares with the others of its folder.</summary>
internal sealed record ScriptSettings
{
    /// <summary>The limits of one run. OSSEC's firewall-drop.sh retries for 15 seconds by itself.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>How long a Wazuh script may take to name its keys.</summary>
    public TimeSpan KeysWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether orders carry their original message, which is passed on unchanged instead of the alert.</summary>
    public bool HandsMessagesOn { get; init; }

    /// <summary>The settings of this script.</summary>
    public ScriptOverrides Overrides { get; init; } = new();

    /// <summary>The keys of effects in place.</summary>
    public ScriptKeyTable Keys { get; init; } = new();
}
