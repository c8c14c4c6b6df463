using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>block</c> and <c>extend</c>: changes that need a running agent.</summary>
internal static class ChangeCommands
{
    public static Command Block()
    {
        var forHow = For();
        var permanently = new Option<bool>("--permanently") { Description = "Without an end, until lifted." };
        var with = new Option<string?>("--with")
        {
            Description = "The responder. Default: that of firewall-drop, for a user disable-account.",
            HelpName = "NAME",
        };
        var command = new Command("block", "Have the running agent block targets, regardless of the rules but not of the safety rails.");
        var targets = new TargetsInput(command, "The addresses or networks to block, or the users to lock.", TargetsInput.ProblemOfSubject);
        command.Add(forHow);
        command.Add(permanently);
        command.Add(with);
        var note = new NoteOptions(command);
        var agent = new AgentOptions(command);
        RequireOneEnd(command, permanently, forHow);
        command.Validators.Add(targets.Require);
        command.SetAction(
            (parsed, cancellationToken) =>
                agent
                    .CallOf(parsed)
                    .RunAsync(
                        targets.RequestsOf(
                            parsed,
                            note.Of(
                                parsed,
                                new ControlRequest
                                {
                                    Command = ControlCommands.Block,
                                    Seconds = parsed.GetValue(permanently) ? 0 : Duration.Read(parsed.GetValue(forHow)!),
                                    With = parsed.GetValue(with),
                                }
                            )
                        ),
                        new ReplyLines(ToolConsole.Out, "nothing was done"),
                        withoutAgent: null,
                        cancellationToken
                    )
        );
        return command;
    }

    private static void RequireOneEnd(Command command, Option<bool> permanently, Option<string?> forHow) =>
        command.Validators.Add(result =>
        {
            if (result.GetValue(permanently) == (result.GetValue(forHow) is not null))
            {
                result.AddError("Give --for DURATION or --permanently.");
            }
        });

    public static Command Extend()
    {
        var forHow = For();
        forHow.Required = true;
        var command = new Command("extend", "Extend targets' effects to last at least this long from now; they never become shorter.");
        var targets = new TargetsInput(command, "The addresses, networks, users or files.", TargetsInput.ProblemOfSubject);
        command.Add(forHow);
        command.Validators.Add(targets.Require);
        var note = new NoteOptions(command);
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                agent
                    .CallOf(parsed)
                    .RunAsync(
                        targets.RequestsOf(
                            parsed,
                            note.Of(
                                parsed,
                                new ControlRequest
                                {
                                    Command = ControlCommands.Extend,
                                    Seconds = Duration.Read(parsed.GetRequiredValue(forHow)!),
                                }
                            )
                        ),
                        new ReplyLines(ToolConsole.Out, "nothing was done"),
                        withoutAgent: null,
                        cancellationToken
                    )
        );
        return command;
    }

    public static Option<string?> For()
    {
        var option = new Option<string?>("--for") { Description = "How long, e.g. 90s, 10m, 2h, 1d12h, 1w.", HelpName = "DURATION" };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Duration.Read(text) is null)
            {
                result.AddError($"'{text}' isn't a duration: write e.g. 90s, 10m, 2h, 1d12h or 1w, up to 10 years.");
            }
        });
        return option;
    }
}
