namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads <c>&lt;command&gt;</c> sections.</summary>
internal static class CommandReader
{
    public static void Read(ConfigReading reading, XmlItem item, List<XmlItem> children)
    {
        var section = new CommandSection(item);
        foreach (var child in children)
        {
            ReadElement(reading, section, child);
        }

        reading.Add(section);
        if (section is { Name: not null, Executable: not null } && (section.Expect is not null || !reading.IsOssec))
        {
            section.Definition = new CommandDefinition
            {
                Name = section.Name.Value,
                Executable = section.Executable.Value,
                Expect = ExpectList.Read(section.Expect?.Value ?? "").Fields,
                TimeoutAllowed = section.TimeoutAllowed,
                ExtraArguments = section.ExtraArguments?.Value,
            };
        }
        else if (!section.Broken && !item.Damaged)
        {
            reading.RefuseResponse(item, "1280", $"This <command> lacks {Lacks(section, reading.IsOssec)}: add it.");
        }
    }

    private static void ReadElement(ConfigReading reading, CommandSection section, XmlItem child)
    {
        switch (child.Name)
        {
            case var _ when child.Damaged:
                section.Broken = true;
                break;
            case "name" when child.Value.StartsWith('!') && !reading.IsOssec:
                section.Broken = true;
                section.Name = child;
                RefuseName(reading, child);
                break;
            case "name":
                section.Name = child;
                break;
            case "executable":
                section.Executable = child;
                break;
            case "expect":
                section.Expect = child;
                break;
            case "extra_args" when !reading.IsOssec:
                section.ExtraArguments = child;
                break;
            case "timeout_allowed" when child.Value is "yes" or "no":
                section.TimeoutAllowed = child.Value == "yes";
                break;
            case "timeout_allowed":
                // So that a response's timeout isn't reported as a separate mistake.
                section.TimeoutAllowed = true;
                section.Broken = true;
                reading.RefuseResponse(child, "1235", $"<timeout_allowed> is {ConfigReading.Quote(child.Value)}: write exactly yes or no.");
                break;
            default:
                section.Broken = true;
                var known = KnownElements.CommandOf(reading.Options.Dialect);
                reading.RefuseResponse(child, "1230", UnknownElement.Describe(child.Name, "command", known, reading.Options.Dialect));
                break;
        }
    }

    private static void RefuseName(ConfigReading reading, XmlItem name) =>
        reading.RefuseResponse(
            name,
            "1235",
            $"A command name must not start with \"!\": write {ConfigReading.Quote(name.Value.TrimStart('!'))}."
        );

    private static string Lacks(CommandSection section, bool needsExpect)
    {
        List<string> missing = [];
        if (section.Name is null)
        {
            missing.Add("<name>");
        }

        if (section.Executable is null)
        {
            missing.Add("<executable>");
        }

        if (needsExpect && section.Expect is null)
        {
            missing.Add("<expect> (it may be empty)");
        }

        return string.Join(" and ", missing);
    }
}
