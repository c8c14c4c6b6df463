namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of locations at which a response runs without naming them.</summary>
internal static class LocationLint
{
    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        var location = response.Location!;
        if (definition.Locations != ResponseLocation.None && LocationText.Compare(location.Value) != definition.Locations)
        {
            var shown = ConfigReading.Quote(location.Value);
            reading.Warn(
                location,
                "location-taken-for",
                $"{shown} is taken for {LocationText.Write(definition.Locations)}, because the word is searched in the text: "
                    + "write local, server, defined-agent or all."
            );
        }
        else if (definition.Locations.HasFlag(ResponseLocation.Server) && definition.Locations != ResponseLocation.Server)
        {
            reading.Warn(
                location,
                "location-server-wins",
                $"{LocationText.Write(definition.Locations)}: with server in the set the daemon runs the response on the server only, "
                    + "never on agents: write two blocks."
            );
        }

        CheckAgent(reading, response, definition);
    }

    private static void CheckAgent(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        if (response.AgentId is not { } agent)
        {
            return;
        }

        var shown = ConfigReading.Quote(agent.Value);
        if (!definition.Locations.HasFlag(ResponseLocation.DefinedAgent))
        {
            reading.Warn(
                agent,
                "agent-id-unused",
                $"<agent_id> {shown} has no effect without <location>defined-agent</location>: remove it, or change the location."
            );
        }
        else if (agent.Value.Length == 0 || !CNumber.IsDigits(agent.Value) || CNumber.Atoi(agent.Value) == 0)
        {
            reading.Warn(agent, "agent-id", $"<agent_id> {shown} isn't an agent: write one agent's number, such as 003.");
        }
    }
}
