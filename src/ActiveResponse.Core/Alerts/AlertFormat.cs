namespace ActiveResponse.Alerts;

/// <summary>Format an alert was read from.</summary>
public enum AlertFormat
{
    /// <summary>A line of Wazuh 4's <c>alerts.json</c>.</summary>
    WazuhJson,

    /// <summary>A line of OSSEC's <c>alerts.json</c>: <c>sidid</c>, fields at the root, no agent id.</summary>
    OssecJson,

    /// <summary>A block of OSSEC's or Wazuh's <c>alerts.log</c>.</summary>
    OssecLog,

    /// <summary>Built in code.</summary>
    Code,

    /// <summary>
    /// JSON sent by <c>csyslogd</c> of OSSEC and Wazuh: <c>crit</c>, <c>id</c>, <c>component</c>, <c>classification</c> at the root.
    /// </summary>
    SyslogJson,

    /// <summary>A Wazuh 5 finding: the rule under <c>wazuh.rule</c>, other fields named as in ECS.</summary>
    WazuhFinding,
}
