namespace ActiveResponse.Responders.Scripts;

/// <summary>How a script is told what to do.</summary>
public enum ScriptProtocol
{
    /// <summary>OSSEC: by its arguments, <c>add|delete user srcip alert-id rule-id location filename</c>.</summary>
    OssecArgv,

    /// <summary>Wazuh 4: by one JSON line on standard input; on <c>add</c> it names its keys and is told to go on.</summary>
    Wazuh4Stdin,

    /// <summary>Wazuh 5: by one JSON line on standard input, the event itself; on <c>enable</c> it names its keys and is told to go
    /// on.</summary>
    Wazuh5Stdin,
}
