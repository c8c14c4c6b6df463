using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>lift</c>: reverts effects, whoever holds them.</summary>
internal sealed class LiftCommand : Command
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "The address, network, user or file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _all = new("--all") { Description = "Lift everything." };

    private readonly RevertOptions _revert;
    private readonly AgentOptions _agent;

    private LiftCommand()
        : base("lift", "Lift a target's effects. Without a running agent, those of the state file are lifted with the firewall given here.")
    {
        Add(_target);
        Add(_all);
        _revert = new RevertOptions(this, "Without a running agent: as for run.");
        _agent = new AgentOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new LiftCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_all) == (result.GetValue(_target) is not null))
        {
            result.AddError("Give a TARGET or --all.");
        }
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = new ControlRequest
        {
            Command = ControlCommands.Lift,
            Target = parsed.GetValue(_target),
            All = parsed.GetValue(_all),
        };
        var settings = _revert.SettingsOf(parsed, call.StateFile);
        return call.RunAsync(
            request,
            new ReplyLines(ToolConsole.Out, "nothing is in place"),
            settings.CanAct && call.StateFile is not null
                ? (answer, token) => WithoutAgent.LiftAsync(settings, request, answer, token)
                : null,
            cancellationToken
        );
    }
}
