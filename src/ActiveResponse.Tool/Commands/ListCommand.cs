using System.CommandLine;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>list</c>: effects in place, in progress, or failing to be reverted.</summary>
internal sealed class ListCommand : Command
{
    private readonly EffectSelection _selection;
    private readonly AgentOptions _agent;

    private ListCommand()
        : base("list", "List effects in place: remaining time, reason, rule, and failures; without a running agent, from the state file.")
    {
        _selection = new EffectSelection(this);
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new ListCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = _selection.RequestOf(parsed);
        return call.RunAsync(
            request,
            new EffectTable(ToolConsole.Out),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.ListAsync(request, answer, token)),
            cancellationToken
        );
    }
}
