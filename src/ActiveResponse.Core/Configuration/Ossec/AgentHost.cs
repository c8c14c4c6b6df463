using System.Collections.Frozen;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Distinguishes an agent's own <c>ossec.conf</c> from that of a manager or local installation.</summary>
internal static class AgentHost
{
    // Sections only in files of managers or local installations; agents lack what they configure.
    private static readonly FrozenSet<string> NotAnAgents = FrozenSet.Create(
        StringComparer.Ordinal,
        "remote",
        "global",
        "rules",
        "ruleset",
        "alerts",
        "command",
        "cluster",
        "auth",
        "vulnerability-detection",
        "vulnerability-detector",
        "indexer",
        "email_alerts",
        "integration",
        "database_output",
        "syslog_output",
        "agentless",
        "rule_test",
        "reports",
        "wdb",
        "task-manager"
    );

    /// <summary>
    /// Whether a file is clearly an agent's: it names a manager or an agent-only option, and nothing specific to managers.
    /// </summary>
    public static bool IsClear(XmlTree tree)
    {
        var sections = tree.Roots.Where(static root => root.Name == "ossec_config").SelectMany(tree.ChildrenOf).ToList();
        return !sections.Any(static section => NotAnAgents.Contains(section.Name))
            && sections.Exists(section => section.Name is "client" or "active-response" && tree.ChildrenOf(section).Exists(IsAgents));
    }

    /// <summary>Whether a file is the agents' shared one, whatever its name.</summary>
    public static bool IsShared(XmlTree tree) => tree.Roots.Any() && tree.Roots.All(static root => root.Name == "agent_config");

    private static bool IsAgents(XmlItem option) => option.Name is "server" or "server-ip" or "server-hostname" or "ca_verification";
}
