using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>How one script is run, and what it shares with the others of its folder.</summary>
internal sealed record ScriptSettings
{
    /// <summary>The limits of one run. OSSEC's firewall-drop.sh retries for 15 seconds by itself.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>How long a Wazuh script may take to name its keys.</summary>
    public TimeSpan KeysWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether an order has the message that it came by in the place of its alert, which is then handed on as it came.</summary>
    public bool HandsMessagesOn { get; init; }

    /// <summary>What this script needs that others don't.</summary>
    public ScriptOverrides Overrides { get; init; } = new();

    /// <summary>The keys that effects in place are known by.</summary>
    public ScriptKeyTable Keys { get; init; } = new();
}
