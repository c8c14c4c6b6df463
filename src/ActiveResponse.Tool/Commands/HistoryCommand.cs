using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>history</c>: past actions, newest first.</summary>
internal sealed class HistoryCommand : Command
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "Only actions for this address, network, user or file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "The maximum number of entries. 1 to 1,000,000, default 100.",
        DefaultValueFactory = static _ => 100,
        HelpName = "N",
    };

    private readonly AgentOptions _agent;

    private HistoryCommand()
        : base("history", "List past actions and their outcomes, newest first; without a running agent, from the state file.")
    {
        _limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--limit must be 1 to 1000000.");
            }
        });
        Add(_target);
        Add(_limit);
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new HistoryCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = new ControlRequest
        {
            Command = ControlCommands.History,
            Target = parsed.GetValue(_target),
            Limit = parsed.GetValue(_limit),
        };
        return call.RunAsync(
            request,
            new HistoryTable(ToolConsole.Out),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.HistoryAsync(request, answer, token)),
            cancellationToken
        );
    }
}
