using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>list</c>: what is in place, being put in place, or failing to be taken back.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var command = new Command(
            "list",
            "List what is in place: time left, why, by which rule, and what has failed. Without a running agent, what the state file says."
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
