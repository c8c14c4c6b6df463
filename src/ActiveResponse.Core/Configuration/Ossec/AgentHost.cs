using System.Collections.Frozen;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Tells an agent's own <c>ossec.conf</c> from that of a manager or a local installation.</summary>
internal static class AgentHost
{
    // Sections that only a manager's or a local installation's file has; agents have none of what decides.
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

    /// <summary>Whether a file is clearly an agent's: it names a manager, or an option only agents have, and nothing of what a manager's
    /// has.</summary>
    public static bool IsClear(XmlTree tree)
    {
        var sections = tree.Roots.Where(static root => root.Name == "ossec_config").SelectMany(tree.ChildrenOf).ToList();
        return !sections.Any(static section => NotAnAgents.Contains(section.Name))
            && sections.Exists(section => section.Name is "client" or "active-response" && tree.ChildrenOf(section).Exists(IsAgents));
    }

    /// <summary>Whether a file is the shared one of agents, whatever it is called.</summary>
    public static bool IsShared(XmlTree tree) => tree.Roots.Any() && tree.Roots.All(static root => root.Name == "agent_config");

    private static bool IsAgents(XmlItem option) => option.Name is "server" or "server-ip" or "server-hostname" or "ca_verification";
}
