using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>list</c>: effects in place, in progress, or failing to be reverted.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var command = new Command(
            "list",
            "List effects in place: remaining time, reason, rule, and failures; without a running agent, from the state file."
        );
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                return call.RunAsync(
                    new ControlRequest { Command = ControlCommands.List },
                    new EffectTable(ToolConsole.Out),
                    (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.ListAsync(answer, token)),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
