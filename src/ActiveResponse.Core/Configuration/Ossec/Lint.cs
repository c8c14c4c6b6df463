namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of content that the daemons silently accept but that was hardly intended.</summary>
internal static class Lint
{
    public static void Check(ConfigReading reading, ExecdReading execd)
    {
        foreach (var command in reading.Commands)
        {
            CommandLint.Check(reading, command);
        }

        foreach (var response in reading.Responses)
        {
            if (response.Definition is { } definition)
            {
                LocationLint.Check(reading, response, definition);
                TimeoutLint.Check(reading, response, definition);
                TriggerLint.Check(reading, response, definition);
                FieldLint.Check(reading, response, definition);
                CheckGroup(reading, response, definition);
            }

            OffendersLint.Check(reading, response, execd);
            DisabledLint.Check(reading, response, execd);
        }

        CommandLint.CheckExpect(reading);
        NameLint.Check(reading);
        DisabledLint.CheckSending(reading);
        AgentConfigLint.CheckHost(reading);
    }

    private static void CheckGroup(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        OsRegex? compiled = null;
        if (response.RulesGroup is { } group)
        {
            OsRegex.TryCompile(group.Value, reading.Options.Dialect, out compiled);
            RulesGroupLint.Check(reading, group, compiled);
        }

        OwnLogLint.Check(reading, response, definition, compiled);
    }
}
