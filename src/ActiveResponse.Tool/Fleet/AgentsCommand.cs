using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet agents</c>: lists the agents, how far behind each one is, and its latest failure.</summary>
internal static class AgentsCommand
{
    public static Command Build()
    {
        var command = new Command("agents", "List the agents that have ever reported: when last seen, how far behind, latest failure.");
        var session = new SessionOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                session.RunAsync(
                    parsed,
                    fleet =>
                    {
                        Write(fleet.ListAgents(), session.Json(parsed));
                        return Task.FromResult(ExitCodes.Fine);
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static void Write(IReadOnlyCollection<FleetAgentReport> agents, bool json)
    {
        if (json)
        {
            foreach (var agent in agents)
            {
                WriteJson(agent);
            }

            return;
        }

        if (agents.Count == 0)
        {
            Console.Out.WriteLine("no agent has reported yet");
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        Reports.Out.Table(
            ["agent", "host", "labels", "version", "seen", "behind", "in place", "last failure"],
            [.. agents.Select(agent => RowOf(agent, now))]
        );
    }

    private static IReadOnlyList<string> RowOf(FleetAgentReport agent, DateTimeOffset now)
    {
        var seen = Duration.Text((long)Math.Max(0, (now - agent.SeenAt).TotalSeconds)) + " ago";
        string[] cells =
        [
            agent.Id,
            agent.HostName,
            string.Join(' ', agent.Labels),
            agent.Version,
            agent.IsAway ? $"{seen}: away" : seen,
            agent.Behind.ToString(CultureInfo.InvariantCulture),
            agent.InPlace.ToString(CultureInfo.InvariantCulture) + (NoteOf(agent)),
            agent.Failures is [.., var last] ? last.Why : "",
        ];
        return [.. cells.Select(static cell => cell.Length == 0 ? "-" : ToolText.OneLine(cell))];
    }

    private static string NoteOf(FleetAgentReport agent)
    {
        if (agent.IsHalted)
        {
            return " (halted)";
        }

        return agent.IsDryRun ? " (dry run)" : "";
    }

    private static void WriteJson(FleetAgentReport agent) =>
        JsonLine.Write(
            Console.Out,
            json =>
            {
                json.WriteString("agent", agent.Id);
                json.WriteString("name", agent.Name);
                json.WriteString("host", agent.HostName);
                json.WriteString("version", agent.Version);
                json.WriteStrings("labels", agent.Labels);
                json.WriteString("seen", agent.SeenAt);
                json.WriteBoolean("away", agent.IsAway);
                json.WriteNumber("behind", agent.Behind);
                json.WriteNumber("inPlace", agent.InPlace);
                json.WriteBoolean("dryRun", agent.IsDryRun);
                json.WriteBoolean("halted", agent.IsHalted);
                if (agent.ClockAhead is { } ahead)
                {
                    json.WriteNumber("clockAheadSeconds", Math.Round(ahead.TotalSeconds, 3));
                }

                WriteTrouble(json, agent);
            }
        );

    private static void WriteTrouble(Utf8JsonWriter json, FleetAgentReport agent)
    {
        json.WriteStartObject("refusedMessages");
        foreach (var (reason, count) in agent.RefusedMessages)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteObjects(
            "failures",
            agent.Failures,
            failure =>
            {
                json.WriteString("at", failure.At);
                json.WriteString("order", failure.Target);
                json.WriteString("target", failure.Subject);
                json.WriteBoolean("refused", failure.IsRefused);
                json.WriteString("why", failure.Why);
            }
        );
    }
}
