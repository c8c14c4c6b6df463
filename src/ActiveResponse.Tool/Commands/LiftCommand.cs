using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

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

    private readonly Option<string?> _hostsDeny = new("--hosts-deny")
    {
        Description = "Without a running agent: as for run.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _firewall = new("--firewall")
    {
        Description = "Without a running agent: as for run.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _disableAccount = new("--disable-account") { Description = "Without a running agent: as for run." };

    private readonly Option<string?> _scripts = new("--scripts") { Description = "Without a running agent: as for run.", HelpName = "DIR" };

    private readonly Option<string?> _zone = CommonOptions.FirewalldZone();
    private readonly AgentOptions _agent;

    private LiftCommand()
        : base(
            "lift",
            "Lift a target's effects. Without a running agent, those of the state file are lifted with the " + "firewall given here."
        )
    {
        _firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        Add(_target);
        Add(_all);
        Add(_firewall);
        Add(_hostsDeny);
        Add(_disableAccount);
        Add(_scripts);
        Add(_zone);
        CommonOptions.MustBeFile(_hostsDeny);
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
        var settings = new RunSettings
        {
            AlertsFile = "-",
            Firewall = parsed.GetValue(_firewall),
            FirewalldZone = parsed.GetValue(_zone),
            HostsDeny = parsed.GetValue(_hostsDeny),
            DisableAccount = parsed.GetValue(_disableAccount),
            Scripts = parsed.GetValue(_scripts),
            StateFile = call.StateFile,
        };
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
