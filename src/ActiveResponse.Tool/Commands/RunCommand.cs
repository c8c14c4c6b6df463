using System.CommandLine;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>run</c>: the main job.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config();
        var home = CommonOptions.Home();
        var alerts = new Option<string>("--alerts")
        {
            Description = "The alerts to follow: a file, or - for standard input.",
            Required = true,
            HelpName = "FILE|-",
        };
        var hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = "Deny addresses in this file (made if missing); the stock firewall names all mean it.",
            HelpName = "FILE",
        };
        var firewall = new Option<string?>("--firewall")
        {
            Description =
                $"Block addresses with this firewall; the stock firewall names all mean it. {RunSettings.AnyFirewall}: the best of this host. Takes root.",
            HelpName = "NAME",
        };
        firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        var disableAccount = new Option<bool>("--disable-account")
        {
            Description =
                "Lock the accounts that disable-account is about, by passwd -l. Takes root; root, uid 0 and system accounts are never locked.",
        };
        var scripts = new Option<string?>("--scripts")
        {
            Description = "Run other executables as scripts of this folder.",
            HelpName = "DIR",
        };
        var manager = new Option<string?>("--manager")
        {
            Description =
                "Hand orders to the OSSEC or Wazuh 4 manager in this folder, e.g. /var/ossec: to its remoted for agents, and to its execd for this host unless responders are named.",
            HelpName = "DIR",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done and do nothing." };
        var fromStart = new Option<bool>("--from-start")
        {
            Description =
                "Begin at the start of the file, not at its end; a later run with the same --state goes on where this one stopped.",
        };
        var exitWhenIdle = new Option<bool>("--exit-when-idle")
        {
            Description = "End when the input has ended, nothing is queued, and no timed block is active.",
        };
        var maxAge = new Option<string?>("--max-age")
        {
            Description =
                "Skip alerts older than this when they are read, e.g. 1h: after an outage nobody is blocked for what is long over. Without it, alerts of any age are acted on.",
            HelpName = "TIME",
        };
        var dialect = CommonOptions.Dialect();
        var json = CommonOptions.Json();
        var state = CommonOptions.State();
        var control = CommonOptions.Control();
        var foldIPv6 = CommonOptions.FoldIPv6();
        var killSwitch = new Option<string?>("--kill-switch")
        {
            Description = "While this file is there, nothing new is done and nothing is lifted by it.",
            HelpName = "FILE",
        };
        var command = new Command(
            "run",
            "Follow alerts, run the responses they fire, and take them back in time. On a stop blocks stay and are taken up at the next start; with --state none timed ones are lifted."
        )
        {
            config,
            home,
            alerts,
            firewall,
            hostsDeny,
            disableAccount,
            scripts,
            manager,
            dryRun,
            fromStart,
            exitWhenIdle,
            maxAge,
            dialect,
            json,
            state,
            control,
            killSwitch,
            foldIPv6,
        };
        var host = new HostOptions(command);
        var scriptSwitches = new ScriptSwitches();
        scriptSwitches.AddTo(command);
        var zone = CommonOptions.FirewalldZone();
        command.Add(zone);
        var guards = new GuardSwitches(command);
        CommonOptions.MustBeFile(hostsDeny);
        command.Validators.Add(result =>
        {
            if (result.GetResult(firewall) is not null && result.GetResult(hostsDeny) is not null)
            {
                result.AddError("--firewall and --hosts-deny exclude each other: the stock firewall names can mean only one of them.");
            }

            if (result.GetValue(manager) is { } folder && ManagerQueueOptions.ProblemOf(folder) is { } problem)
            {
                result.AddError($"--manager: {problem}");
            }

            if (result.GetValue(maxAge) is { } age && Duration.Read(age) is null)
            {
                result.AddError($"--max-age: '{age}' is no time such as 90s, 10m, 2h or 1d12h.");
            }

            if (result.GetValue(disableAccount) && !result.GetValue(dryRun) && !Environment.IsPrivilegedProcess)
            {
                result.AddError("--disable-account takes root: nobody else may lock accounts.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var hangUp = new HangUp(stop);
                var settings = new RunSettings
                {
                    AlertsFile = parsed.GetRequiredValue(alerts),
                    Firewall = parsed.GetValue(firewall),
                    FirewalldZone = parsed.GetValue(zone),
                    HostsDeny = parsed.GetValue(hostsDeny),
                    DisableAccount = parsed.GetValue(disableAccount),
                    Scripts = parsed.GetValue(scripts),
                    ScriptOverrides = scriptSwitches.Read(parsed),
                    Manager = parsed.GetValue(manager),
                    Host = host.IdentityOf(parsed),
                    DryRun = parsed.GetValue(dryRun),
                    FromStart = parsed.GetValue(fromStart),
                    ExitWhenIdle = parsed.GetValue(exitWhenIdle),
                    MaxAge =
                        parsed.GetValue(maxAge) is { } most && Duration.Read(most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    StateFile = StateFile.Choose(parsed.GetValue(state)),
                    FoldIPv6To = parsed.GetValue(foldIPv6),
                    Guards = guards.SettingsOf(parsed),
                    KillSwitch = parsed.GetValue(killSwitch) is { Length: > 0 } switchFile ? Path.GetFullPath(switchFile) : null,
                };
                settings = settings with
                {
                    ControlSocket = ControlSocket.Choose(parsed.GetValue(control), settings.KeepsState ? settings.StateFile : null),
                };
                IRunReport report = parsed.GetValue(json) ? new RunJson(Console.Out) : new RunReport(ToolConsole.Out);
                var role = settings.Host?.Role.ToString().ToLowerInvariant();
                var file = ConfigLoading.Watched(
                    parsed.GetRequiredValue(config),
                    parsed.GetRequiredValue(dialect),
                    settings.Scripts,
                    role,
                    parsed.GetValue(home) ?? settings.Manager,
                    report.Print
                );
                var result = file.Read();
                Problems.Write(Reports.Error, result.Problems);
                return result.HasErrors
                    ? ExitCodes.Findings
                    : await new Runner(settings, result.Config, report).RunAsync(file, hangUp.Asked, stop.Token);
            }
        );
        return command;
    }
}
