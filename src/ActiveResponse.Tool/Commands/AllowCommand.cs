using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>allow</c>: the allow list's entries that aren't in the configuration.</summary>
internal static class AllowCommand
{
    public static Command Build() =>
        new("allow", "Show and change an agent's allow list. Additions are saved beside the state, and blocks they cover are lifted.")
        {
            Change(
                "add",
                "Add an address, a network or a host name to the allow list, and lift the blocks it covers.",
                ControlCommands.AllowAdd,
                "it is on the allow list"
            ),
            Change("remove", "Remove an addition from the allow list.", ControlCommands.AllowRemove, "it is no longer on the allow list"),
            List(),
        };

    private static Command Change(string name, string description, string request, string done)
    {
        var command = new Command(name, description);
        var targets = new TargetsInput(command, "The addresses, networks or host names.", static text => AllowFile.TryRead(text, out _));
        command.Validators.Add(targets.Require);
        var note = new NoteOptions(command);
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                agent
                    .CallOf(parsed)
                    .RunAsync(
                        targets.RequestsOf(parsed, note.Of(parsed, new ControlRequest { Command = request })),
                        new ReplyLines(ToolConsole.Out, done),
                        withoutAgent: null,
                        cancellationToken
                    )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Print the allow list; without a running agent, only the additions.");
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                return call.RunAsync(
                    new ControlRequest { Command = ControlCommands.AllowList },
                    new ReplyLines(ToolConsole.Out, "the allow list is empty"),
                    call.StateFile is null
                        ? null
                        : (answer, _) =>
                        {
                            var file = AllowFile.Beside(call.StateFile);
                            return AllowChanges.ListAsync(file.Read(), file, AllowList.Empty, answer);
                        },
                    cancellationToken
                );
            }
        );
        return command;
    }
}
