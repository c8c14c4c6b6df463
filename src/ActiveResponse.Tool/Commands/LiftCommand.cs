using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>lift</c>: reverts effects, whoever holds them.</summary>
internal sealed class LiftCommand : Command
{
    private readonly TargetsInput _targets;
    private readonly Option<bool> _all = new("--all") { Description = "Lift everything." };
    private readonly Option<bool> _within = new("--within") { Description = "Also lift every address and network within a TARGET." };

    private readonly NoteOptions _note;
    private readonly RevertOptions _revert;
    private readonly AgentOptions _agent;

    private LiftCommand()
        : base("lift", "Lift a target's effects. Without a running agent, those of the state file are lifted with the firewall given here.")
    {
        _targets = new TargetsInput(this, "The addresses, networks, users or files.", TargetsInput.ProblemOfSubject);
        Add(_within);
        Add(_all);
        _note = new NoteOptions(this);
        _revert = new RevertOptions(this, "Without a running agent: as for run.");
        _agent = new AgentOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new LiftCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_all) == _targets.IsGiven(result))
        {
            result.AddError("Give a TARGET or --all.");
        }
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = _note.Of(parsed, new ControlRequest { Command = ControlCommands.Lift, Within = parsed.GetValue(_within) });
        var requests = parsed.GetValue(_all) ? [request with { All = true }] : _targets.RequestsOf(parsed, request);
        var settings = _revert.SettingsOf(parsed, call.StateFile);
        return call.RunAsync(
            requests,
            new ReplyLines(ToolConsole.Out, "nothing is in place"),
            settings.CanAct && call.StateFile is not null
                ? (one, answer, token) => WithoutAgent.LiftAsync(settings, one, answer, token)
                : null,
            cancellationToken
        );
    }
}
