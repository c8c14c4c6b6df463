using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>list</c>: effects in place, in progress, or failing to be reverted.</summary>
internal sealed class ListCommand : Command
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "Only effects on this address, network, user or file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _within = new("--within") { Description = "With a TARGET: also effects within this network." };
    private readonly Option<long?> _rule = new("--rule") { Description = "Only effects that this rule has caused.", HelpName = "ID" };
    private readonly Option<string?> _responder = new("--responder") { Description = "Only effects by this responder.", HelpName = "NAME" };
    private readonly Option<string?> _effectState = new("--in-state") { Description = "Only effects in this state." };
    private readonly AgentOptions _agent;

    private ListCommand()
        : base("list", "List effects in place: remaining time, reason, rule, and failures; without a running agent, from the state file.")
    {
        _effectState.AcceptOnlyFromAmong("active", "pending", "failed", "lifting");
        Add(_target);
        Add(_within);
        Add(_rule);
        Add(_responder);
        Add(_effectState);
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new ListCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = new ControlRequest
        {
            Command = ControlCommands.List,
            Target = parsed.GetValue(_target),
            Within = parsed.GetValue(_within),
            Rule = parsed.GetValue(_rule),
            Responder = parsed.GetValue(_responder),
            State = parsed.GetValue(_effectState),
        };
        return call.RunAsync(
            request,
            new EffectTable(ToolConsole.Out),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.ListAsync(request, answer, token)),
            cancellationToken
        );
    }
}
