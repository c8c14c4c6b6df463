namespace ActiveResponse.Configuration.Ossec;

/// <summary>Checks an enabled response, binds it to its command and adds it to <c>ar.conf</c>.</summary>
internal static class ResponseBinder
{
    /// <summary>Maximum number of command names compared to find the intended one.</summary>
    private const int MaxNamesCompared = 100;

    public static void Bind(ConfigReading reading, ResponseSection section)
    {
        if (LacksOptions(reading, section))
        {
            return;
        }

        var locations = LocationText.Search(section.Location!.Value, reading.Options.Dialect);
        if (locations.HasFlag(ResponseLocation.DefinedAgent) && !AgentIsGiven(reading, section))
        {
            return;
        }

        if (locations == ResponseLocation.None)
        {
            var shown = ConfigReading.Quote(section.Location.Value);
            reading.RefuseResponse(section.Location, "1302", $"<location> is {shown}: write local, server, defined-agent or all.");
        }

        if (CommandOf(reading, section.Command!) is not { } command)
        {
            return;
        }

        var seconds = CNumber.Atoi(section.Timeout?.Value ?? "");
        if (seconds != 0 && !command.TimeoutAllowed)
        {
            seconds = RefuseTimeout(reading, section.Timeout!, command);
        }

        Enter(reading, section, command, locations, seconds);
    }

    private static bool LacksOptions(ConfigReading reading, ResponseSection section)
    {
        var needsText = !reading.IsOssec;
        var lacksCommand = section.Command is null || (needsText && section.Command.Value.Length == 0);
        var lacksLocation = section.Location is null || (needsText && section.Location.Value.Length == 0);
        if (!lacksCommand && !lacksLocation)
        {
            return false;
        }

        var isAgentSetting = reading.Options.IsAgentHost && section is { Command: null, Location: null };
        if (section is { RepeatedOffenders: null, Broken: false, Item.Damaged: false } && !isAgentSetting)
        {
            var missing = (lacksCommand, lacksLocation) switch
            {
                (true, true) => "<command> and <location>",
                (true, false) => "<command>",
                _ => "<location>",
            };
            reading.RefuseResponse(section.Item, "1281", $"This <active-response> lacks {missing}: add it, or remove the block.");
        }

        return true;
    }

    /// <summary>Whether a response for one agent names it; Wazuh drops agent 0 with a warning.</summary>
    private static bool AgentIsGiven(ConfigReading reading, ResponseSection section)
    {
        if (section.AgentId is null)
        {
            if (!section.Broken && !section.Item.Damaged)
            {
                reading.RefuseResponse(
                    section.Location!,
                    "1304",
                    "<location> is defined-agent: add an <agent_id> with the agent's number."
                );
            }

            return true;
        }

        if (reading.IsOssec || CNumber.Atoi(section.AgentId.Value) != 0)
        {
            return true;
        }

        var shown = ConfigReading.Quote(section.AgentId.Value);
        reading.Warn(
            section.AgentId,
            "1306",
            $"<agent_id> {shown} isn't an agent, so Wazuh drops this response: write the agent's number, or <location>server</location>."
        );
        return false;
    }

    private static CommandDefinition? CommandOf(ConfigReading reading, XmlItem command)
    {
        var section = reading.CommandOf(command.Value);
        if (section is not null)
        {
            section.Used = true;
            return section.Definition;
        }

        // A command whose name was lost to an earlier mistake isn't a second mistake.
        if (!reading.LostACommand)
        {
            reading.RefuseResponse(command, "1303", UnknownCommand(reading, command.Value));
        }

        return null;
    }

    private static string UnknownCommand(ConfigReading reading, string name)
    {
        var shown = ConfigReading.Quote(name);
        if (reading.IsDefinedAnywhere(name))
        {
            return $"The command {shown} is defined further down: move its <command> before this block.";
        }

        var names = reading.Commands.Select(static c => c.Name?.Value).OfType<string>().Take(MaxNamesCompared);
        return UnknownElement.Nearest(name, names) is { } near
            ? $"There is no command {shown}: write {ConfigReading.Quote(near)} (names are compared exactly, blanks count)."
            : $"There is no command {shown}: define it in a <command> before this block.";
    }

    private static int RefuseTimeout(ConfigReading reading, XmlItem timeout, CommandDefinition command)
    {
        var remedy =
            $"put <timeout_allowed>yes</timeout_allowed> into the command {ConfigReading.Quote(command.Name)}, or remove the timeout";
        if (reading.IsOssec)
        {
            reading.RefuseResponse(timeout, "1305", $"The command takes no timeout: {remedy}.");
            return CNumber.Atoi(timeout.Value);
        }

        reading.Warn(timeout, "1305", $"The command takes no timeout, so Wazuh makes it 0, which is never undone: {remedy}.");
        return 0;
    }

    private static void Enter(
        ConfigReading reading,
        ResponseSection section,
        CommandDefinition command,
        ResponseLocation locations,
        int seconds
    )
    {
        section.Definition = new ResponseDefinition
        {
            Name = ArConfText.NameOf(command.Name, seconds),
            Command = command,
            Locations = locations,
            AgentId = section.AgentId?.Value,
            Level = section.Level is { } level ? CNumber.Atoi(level.Value) : null,
            RuleIds = RuleIdList.Read(section.RulesId?.Value ?? ""),
            RulesIdText = section.RulesId?.Value,
            RulesGroup = section.RulesGroup?.Value,
            Timeout = TimeSpan.FromSeconds(seconds),
            Line = reading.LineOf(section.Item),
        };
        if (reading.DaemonStopped)
        {
            return;
        }

        reading.ArConf.Add(section.Definition.Name, command.Executable, seconds);
        reading.Queues |= (locations & (ResponseLocation.Server | ResponseLocation.Local)) != 0 ? ArQueues.Local : ArQueues.None;
        reading.Queues |= (locations & ~ResponseLocation.Server) != 0 ? ArQueues.Agents : ArQueues.None;
    }
}
