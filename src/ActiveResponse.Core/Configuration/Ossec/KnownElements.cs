using System.Collections.Frozen;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Sections and elements each dialect knows; <c>docs/compatibility.md</c> lists them.</summary>
internal static class KnownElements
{
    /// <summary>Sections of an OSSEC root; an empty one is refused.</summary>
    public static FrozenSet<string> OssecSections { get; } =
        Set(
            "global",
            "rules",
            "syscheck",
            "rootcheck",
            "alerts",
            "email_alerts",
            "database_output",
            "syslog_output",
            "agentless",
            "localfile",
            "remote",
            "client",
            "command",
            "reports",
            "active-response"
        );

    /// <summary>Sections of a Wazuh root that need at least one element.</summary>
    public static FrozenSet<string> WazuhSections { get; } =
        Set(
            "global",
            "email_alerts",
            "database_output",
            "syslog_output",
            "integration",
            "agentless",
            "ruleset",
            "alerts",
            "localfile",
            "remote",
            "client",
            "anti_tampering",
            "command",
            "active-response",
            "reports",
            "labels",
            "cluster",
            "socket",
            "rule_test",
            "agent-upgrade",
            "task-manager",
            "wdb",
            "github",
            "office365",
            "ms-graph"
        );

    /// <summary>Sections of a Wazuh root that may be empty.</summary>
    public static FrozenSet<string> WazuhSectionsMaybeEmpty { get; } =
        Set(
            "syscheck",
            "rootcheck",
            "client_buffer",
            "wodle",
            "sca",
            "vulnerability-detection",
            "vulnerability-detector",
            "indexer",
            "gcp-pubsub",
            "gcp-bucket",
            "fluent-forward",
            "auth",
            "logging"
        );

    /// <summary>Elements of OSSEC's <c>&lt;command&gt;</c>.</summary>
    public static FrozenSet<string> OssecCommand { get; } = Set("name", "executable", "expect", "timeout_allowed");

    /// <summary>Elements of Wazuh's <c>&lt;command&gt;</c>.</summary>
    public static FrozenSet<string> WazuhCommand { get; } = Set("name", "executable", "expect", "timeout_allowed", "extra_args");

    /// <summary>Elements of OSSEC's <c>&lt;active-response&gt;</c>.</summary>
    public static FrozenSet<string> OssecResponse { get; } =
        Set("command", "location", "agent_id", "rules_id", "rules_group", "level", "timeout", "disabled", "repeated_offenders");

    /// <summary>Elements of Wazuh's <c>&lt;active-response&gt;</c>.</summary>
    public static FrozenSet<string> WazuhResponse { get; } = Set([.. OssecResponse, "ca_store"]);

    /// <summary>Elements of <c>&lt;active-response&gt;</c> in a Wazuh agent's own file.</summary>
    public static FrozenSet<string> WazuhAgentResponse { get; } = Set([.. WazuhResponse, "ca_verification"]);

    /// <summary>Elements of OSSEC's <c>&lt;global&gt;</c>.</summary>
    public static ElementRules OssecGlobal { get; } =
        new ElementRules()
            .With(
                ValueRule.Any,
                "custom_alert_output",
                "geoipdb",
                "prelude_profile",
                "zeromq_uri",
                "zeromq_server_cert",
                "zeromq_client_cert",
                "compress_alerts",
                "email_from",
                "email_reply_to",
                "email_idsname",
                "smtp_server",
                "helo_server",
                "email_maxperhour",
                "smtp_user",
                "smtp_password",
                "smtp_port",
                "geoip_db_path",
                "geoip6_db_path"
            )
            .With(ValueRule.YesOrNo, "email_notification", "prelude_output", "zeromq_output", "jsonout_output", "logall", "logall_json")
            .With(ValueRule.YesOrNoUnnumbered, "auth_smtp", "secure_smtp", "smtp_tls_verify")
            .With(
                ValueRule.Digits,
                "prelude_log_level",
                "integrity_checking",
                "rootkit_detection",
                "host_information",
                "stats",
                "memory_size"
            )
            .With(ValueRule.MailAddress, "email_to")
            .With(ValueRule.Allowed, "white_list", "allow_list");

    /// <summary>Elements of OSSEC's <c>&lt;alerts&gt;</c>.</summary>
    public static ElementRules OssecAlerts { get; } =
        new ElementRules().With(ValueRule.Digits, "email_alert_level", "log_alert_level").With(ValueRule.YesOrNo, "use_geoip");

    /// <summary>Elements of OSSEC's <c>&lt;rules&gt;</c>.</summary>
    public static ElementRules OssecRules { get; } =
        new ElementRules().With(ValueRule.RuleFile, "include", "rule").With(ValueRule.Any, "rule_dir", "list", "decoder", "decoder_dir");

    /// <summary>Elements of OSSEC's <c>&lt;syscheck&gt;</c> that analysisd checks; it skips all others.</summary>
    public static ElementRules OssecSyscheck { get; } = new ElementRules().With(ValueRule.YesOrNo, "auto_ignore", "alert_new_files");

    /// <summary>Elements of Wazuh's <c>&lt;global&gt;</c>; only the allow list concerns active response.</summary>
    public static ElementRules WazuhGlobal { get; } =
        new ElementRules()
            .With(
                ValueRule.Any,
                "email_notification",
                "logall",
                "logall_json",
                "integrity_checking",
                "rootkit_detection",
                "host_information",
                "prelude_output",
                "prelude_profile",
                "prelude_log_level",
                "geoipdb",
                "zeromq_output",
                "zeromq_uri",
                "zeromq_server_cert",
                "zeromq_client_cert",
                "jsonout_output",
                "alerts_log",
                "stats",
                "memory_size",
                "compress_alerts",
                "custom_alert_output",
                "rotate_interval",
                "max_output_size",
                "agents_disconnection_time",
                "agents_disconnection_alert_time",
                "limits",
                "cti-url",
                "update_check",
                "email_to",
                "email_from",
                "email_reply_to",
                "email_idsname",
                "smtp_server",
                "helo_server",
                "email_maxperhour",
                "email_log_source",
                "queue_size",
                "forward_to",
                "geoip_db_path",
                "geoip6_db_path"
            )
            .With(ValueRule.Allowed, "white_list");

    public static FrozenSet<string> CommandOf(ConfigDialect dialect) => dialect == ConfigDialect.Ossec ? OssecCommand : WazuhCommand;

    public static FrozenSet<string> ResponseOf(ConfigParseOptions options)
    {
        if (options.Dialect == ConfigDialect.Ossec)
        {
            return OssecResponse;
        }

        return options.IsAgentHost ? WazuhAgentResponse : WazuhResponse;
    }

    private static FrozenSet<string> Set(params IEnumerable<string> names) => names.ToFrozenSet(StringComparer.Ordinal);
}
