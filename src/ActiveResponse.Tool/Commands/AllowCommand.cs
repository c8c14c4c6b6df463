using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>allow</c>: the part of the allow list that isn't in the configuration.</summary>
internal static class AllowCommand
{
    public static Command Build() =>
        new("allow", "Show and change the allow list of an agent. What is added is kept beside the state, and what it covers is lifted.")
        {
            Change(
                "add",
                "Put an address, a network or a host name on the allow list; blocks that it covers are lifted.",
                ControlCommands.AllowAdd,
                "it is on the allow list"
            ),
            Change("remove", "Take from the allow list what was added.", ControlCommands.AllowRemove, "it is no longer on the allow list"),
            List(),
        };

    private static Command Change(string name, string description, string request, string done)
    {
        var target = new Argument<string>("TARGET") { Description = "The address, network or host name." };
        var command = new Command(name, description) { target };
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                agent
                    .CallOf(parsed)
                    .RunAsync(
                        new ControlRequest { Command = request, Target = parsed.GetRequiredValue(target) },
                        new AnswerLines(ToolConsole.Out, done),
                        withoutAgent: null,
                        cancellationToken
                    )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the allow list. Without a running agent, only what was added.");
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                return call.RunAsync(
                    new ControlRequest { Command = ControlCommands.AllowList },
                    new AnswerLines(ToolConsole.Out, "the allow list is empty"),
                    call.StateFile is null
                        ? null
                        : (answer, _) => AllowChanges.ListAsync(AllowFile.Beside(call.StateFile).Read(), AllowList.Empty, answer),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
