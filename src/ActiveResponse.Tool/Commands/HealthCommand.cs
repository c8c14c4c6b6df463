using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>health</c>: whether everything is as it should be.</summary>
internal static class HealthCommand
{
    public static Command Build()
    {
        var command = new Command(
            "health",
            "Say how the agent is: store, responses, firewall, sources of alerts, places written to, failed lifts and blocks, "
                + "drift, kill switch. Exit code 1 if something is wrong, or no agent runs."
        );
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                return call.RunAsync(
                    new ControlRequest { Command = ControlCommands.Health },
                    new AnswerLines(ToolConsole.Out, "nothing was looked at"),
                    (answer, token) => WithoutAgent.HealthAsync(call, answer, token),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
