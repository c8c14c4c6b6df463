namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads the elements of <c>&lt;active-response&gt;</c> sections.</summary>
internal static class ResponseReader
{
    private const int MaxLevel = 20;

    public static void Read(ConfigReading reading, XmlItem item, List<XmlItem> children)
    {
        var section = new ResponseSection(item);
        reading.Responses.Add(section);
        foreach (var child in children)
        {
            ReadElement(reading, section, child);
        }

        if (section.Disabled is not null)
        {
            // The daemon forgets which queues the previous responses need.
            reading.Queues = ArQueues.None;
            reading.Disabled |= section.Command is null;
            return;
        }

        ResponseBinder.Bind(reading, section);
    }

    private static void ReadElement(ConfigReading reading, ResponseSection section, XmlItem child)
    {
        var known = KnownElements.ResponseOf(reading.Options);
        if (child.Damaged)
        {
            section.Broken = true;
        }
        else if (!known.Contains(child.Name))
        {
            section.Broken = true;
            reading.RefuseResponse(child, "1230", UnknownElement.Describe(child.Name, "active-response", known, reading.Options.Dialect));
        }
        else if (child.Name == "level" && LevelProblem(child.Value) is { } levelProblem)
        {
            section.LevelRefused = true;
            reading.RefuseResponse(child, "1235", levelProblem);
        }
        else if (child.Name == "disabled" && child.Value is not ("yes" or "no"))
        {
            section.Broken = true;
            reading.Refuse(child, "1235", $"<disabled> is {ConfigReading.Quote(child.Value)}: write exactly yes or no.");
        }
        else
        {
            section.Set(child);
            if (child is { Name: "disabled", Value: "yes" })
            {
                section.Disabled = child;
            }
        }
    }

    private static string? LevelProblem(string value) =>
        CNumber.IsDigits(value) && CNumber.Atoi(value) is >= 0 and <= MaxLevel
            ? null
            : $"<level> is {ConfigReading.Quote(value)}: write a whole number from 1 to 16, digits only.";
}
