namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of content in <c>&lt;agent_config&gt;</c> that no daemon reads: commands, responses, and their switches.</summary>
internal static class AgentConfigLint
{
    public static void Check(ConfigReading reading, XmlItem section, List<XmlItem> children)
    {
        if (section.Name == "command")
        {
            reading.Warn(
                section,
                "agent-config-command",
                "No daemon reads a <command> in <agent_config>: write it into the manager's ossec.conf."
            );
            return;
        }

        if (children.Count(child => !WarnOfSwitch(reading, child)) > 0)
        {
            reading.Warn(
                section,
                "agent-config-response",
                "No daemon reads this <active-response> in <agent_config>: write responses into the manager's ossec.conf, and "
                    + "other options into the agent's own."
            );
        }
    }

    private static bool WarnOfSwitch(ConfigReading reading, XmlItem child)
    {
        switch (child.Name)
        {
            case "repeated_offenders":
                reading.Warn(
                    child,
                    "repeated-offenders-agent-config",
                    "<repeated_offenders> has no effect in <agent_config>: write it into the agent's own ossec.conf."
                );
                return true;
            case "disabled":
                reading.Warn(
                    child,
                    "agent-config-disabled",
                    "<disabled> has no effect in <agent_config>, active response stays as it is: write it into the agent's own ossec.conf."
                );
                return true;
            default:
                return false;
        }
    }

    /// <summary>Warns of responses in an agent's own file.</summary>
    public static void CheckHost(ConfigReading reading)
    {
        if (reading.Options.IsAgentHost && reading.Responses.Find(static response => response.Command is not null) is { } first)
        {
            reading.Warn(
                first.Item,
                "agent-host-response",
                "The daemons of an agent read no responses, their manager sends them orders: write them into the manager's ossec.conf."
            );
        }
    }
}
