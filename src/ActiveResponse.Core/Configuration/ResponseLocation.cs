namespace ActiveResponse.Configuration;

/// <summary>Where a response runs: the <c>&lt;location&gt;</c> of an <c>&lt;active-response&gt;</c>; flags can be combined.</summary>
[Flags]
public enum ResponseLocation
{
    /// <summary>No location.</summary>
    None = 0,

    /// <summary>On every agent.</summary>
    All = 1,

    /// <summary>On the agent that reported the event.</summary>
    Local = 2,

    /// <summary>On the one agent named by <c>&lt;agent_id&gt;</c>.</summary>
    DefinedAgent = 4,

    /// <summary>On the server (manager).</summary>
    Server = 8,
}
