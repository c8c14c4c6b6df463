using System.CommandLine;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>lift</c>: takes back what is in place, whoever holds it.</summary>
internal static class LiftCommand
{
    public static Command Build()
    {
        var target = new Argument<string?>("TARGET")
        {
            Description = "The address, network, user or file.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "Lift everything." };
        var hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = "When no agent runs: as it was given to run.",
            HelpName = "FILE",
        };
        var firewall = new Option<string?>("--firewall") { Description = "When no agent runs: as it was given to run.", HelpName = "NAME" };
        firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        var disableAccount = new Option<bool>("--disable-account") { Description = "When no agent runs: as it was given to run." };
        var scripts = new Option<string?>("--scripts") { Description = "When no agent runs: as it was given to run.", HelpName = "DIR" };
        var command = new Command(
            "lift",
            "Take back what is in place for a target. Without a running agent, what the state file says is lifted with the firewall named here."
        )
        {
            target,
            all,
            firewall,
            hostsDeny,
            disableAccount,
            scripts,
        };
        var zone = CommonOptions.FirewalldZone();
        command.Add(zone);
        CommonOptions.MustBeFile(hostsDeny);
        var agent = new AgentOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(target) is not null))
            {
                result.AddError("Give a TARGET or --all.");
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var call = agent.CallOf(parsed);
                var request = new ControlRequest
                {
                    Command = ControlCommands.Lift,
                    Target = parsed.GetValue(target),
                    All = parsed.GetValue(all),
                };
                var settings = new RunSettings
                {
                    AlertsFile = "-",
                    Firewall = parsed.GetValue(firewall),
                    FirewalldZone = parsed.GetValue(zone),
                    HostsDeny = parsed.GetValue(hostsDeny),
                    DisableAccount = parsed.GetValue(disableAccount),
                    Scripts = parsed.GetValue(scripts),
                    StateFile = call.StateFile,
                };
                return call.RunAsync(
                    request,
                    new AnswerLines(ToolConsole.Out, "nothing is in place"),
                    settings.CanAct && call.StateFile is not null
                        ? (answer, token) => WithoutAgent.LiftAsync(settings, request, answer, token)
                        : null,
                    cancellationToken
                );
            }
        );
        return command;
    }
}
