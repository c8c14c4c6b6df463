namespace ActiveResponse.Responders.Scripts;

/// <summary>How a script receives its orders.</summary>
public enum ScriptProtocol
{
    /// <summary>OSSEC: arguments, <c>add|delete user srcip alert-id rule-id location filename</c>.</summary>
    OssecArgv,

    /// <summary>Wazuh 4: one JSON line on standard input; on <c>add</c> the script returns its keys and waits for the go-ahead.</summary>
    Wazuh4Stdin,

    /// <summary>Wazuh 5: one JSON line on standard input, the event itself; on <c>enable</c> the script returns its keys and waits for the
    /// go-ahead.</summary>
    Wazuh5Stdin,
}
