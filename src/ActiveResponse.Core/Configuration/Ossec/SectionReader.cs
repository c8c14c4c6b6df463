namespace ActiveResponse.Configuration.Ossec;

/// <summary>Walks roots and sections in file order, as the daemon's active-response reader does.</summary>
internal static class SectionReader
{
    public static void Read(ConfigReading reading)
    {
        foreach (var root in reading.Tree.Roots)
        {
            var isAgentConfig = root.Name == "agent_config";
            if (!RootIsKnown(reading, root, isAgentConfig))
            {
                continue;
            }

            foreach (var section in reading.Tree.ChildrenOf(root))
            {
                ReadSection(reading, section, isAgentConfig);
            }
        }
    }

    /// <summary>Returns some sections of every root that is read, with their elements.</summary>
    public static List<XmlSection> Where(ConfigReading reading, Func<XmlItem, bool> which)
    {
        var found = new List<XmlSection>();
        foreach (var root in reading.Tree.Roots)
        {
            if (root.Name is not ("ossec_config" or "agent_config"))
            {
                continue;
            }

            foreach (var section in reading.Tree.ChildrenOf(root).Where(which))
            {
                found.Add(new XmlSection(section, reading.Tree.ChildrenOf(section)));
            }
        }

        return found;
    }

    private static bool RootIsKnown(ConfigReading reading, XmlItem root, bool isAgentConfig)
    {
        var wanted = reading.Options.IsAgentConfig ? "agent_config" : "ossec_config";
        if (root.Name != wanted)
        {
            var remedy = isAgentConfig ? "it belongs into agent.conf; in ossec.conf the root is <ossec_config>" : $"the root is <{wanted}>";
            reading.Refuse(root, "1230", $"The root {ConfigReading.Quote(root.Name)} is not read here: {remedy}.");
        }

        // Sections in the other root are still read, to report their mistakes.
        return root.Name is "ossec_config" or "agent_config";
    }

    private static void ReadSection(ConfigReading reading, XmlItem section, bool inAgentConfig)
    {
        var children = reading.Tree.ChildrenOf(section);
        if (children.Count == 0 && !MayBeEmpty(reading, section.Name))
        {
            if (!section.Damaged)
            {
                reading.Refuse(
                    section,
                    "1230",
                    IsKnown(reading, section.Name)
                        ? $"The section <{section.Name}> is empty: remove it, or put its options in."
                        : UnknownSection(reading, section.Name)
                );
            }

            return;
        }

        switch (section.Name)
        {
            case "command" or "active-response" when inAgentConfig:
                AgentConfigLint.Check(reading, section, children);
                break;
            case "command":
                CommandReader.Read(reading, section, children);
                break;
            case "active-response":
                ResponseReader.Read(reading, section, children);
                break;
            default:
                if (!IsKnown(reading, section.Name))
                {
                    reading.Refuse(section, "1230", UnknownSection(reading, section.Name));
                }

                break;
        }
    }

    private static bool IsKnown(ConfigReading reading, string name) =>
        reading.IsOssec
            ? KnownElements.OssecSections.Contains(name)
            : KnownElements.WazuhSections.Contains(name) || KnownElements.WazuhSectionsMaybeEmpty.Contains(name);

    private static bool MayBeEmpty(ConfigReading reading, string name) =>
        !reading.IsOssec && KnownElements.WazuhSectionsMaybeEmpty.Contains(name);

    private static string UnknownSection(ConfigReading reading, string name)
    {
        var known = reading.IsOssec
            ? KnownElements.OssecSections
            : KnownElements.WazuhSections.Concat(KnownElements.WazuhSectionsMaybeEmpty);
        var ofTheOther = reading.IsOssec
            ? KnownElements.WazuhSections.Contains(name) || KnownElements.WazuhSectionsMaybeEmpty.Contains(name)
            : KnownElements.OssecSections.Contains(name);
        var shown = ConfigReading.Quote(name);
        if (ofTheOther)
        {
            var (this_, other) = reading.IsOssec ? ("OSSEC", "Wazuh") : ("Wazuh", "OSSEC");
            return $"{shown} is a section of {other}, {this_} refuses it: remove it, or read the file as {other}'s.";
        }

        return UnknownElement.Nearest(name, known) is { } near
            ? $"There is no section {shown}: write <{near}> (names are compared exactly)."
            : $"There is no section {shown}: remove it.";
    }
}
