using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>history</c>: what was done, the newest first.</summary>
internal static class HistoryCommand
{
    public static Command Build()
    {
        var target = new Argument<string?>("TARGET")
        {
            Description = "Only what was done to this address, network, user or file.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many entries. 1 to 1,000,000, default 100.",
            DefaultValueFactory = static _ => 100,
            HelpName = "N",
        };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--limit must be 1 to 1000000.");
            }
        });
        var command = new Command(
            "history",
            "List what was done and what became of it, the newest first. Without a running agent, what the state file says."
        )
        {
            target,
            limit,
        };
        var agent = new AgentOptions(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                var request = new ControlRequest
                {
                    Command = ControlCommands.History,
                    Target = parsed.GetValue(target),
                    Limit = parsed.GetValue(limit),
                };
                return call.RunAsync(
                    request,
                    new HistoryTable(ToolConsole.Out),
                    (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.HistoryAsync(request, answer, token)),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
