using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>health</c>: the agent's state.</summary>
internal static class HealthCommand
{
    public static Command Build()
    {
        var command = new Command(
            "health",
            "Report the agent's health: store, responses, firewall, alert sources, places written to, failed lifts and blocks, "
                + "drift, kill switch. Exit code 1 if a check fails, or no agent runs."
        );
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                return call.RunAsync(
                    new ControlRequest { Command = ControlCommands.Health },
                    new ReplyLines(ToolConsole.Out, "nothing was checked"),
                    (answer, token) => WithoutAgent.HealthAsync(call, answer, token),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
