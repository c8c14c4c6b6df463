using System.CommandLine;
using ActiveResponse.Ossec.ManagerQueues;
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
        var command = new Command(
            "run",
            "Follow alerts, run the responses they fire, and take them back in time. On a stop blocks stay and are taken up at the next start; with --state none timed ones are lifted."
        )
        {
            config,
            home,
            alerts,
            scripts,
            manager,
            dryRun,
            fromStart,
            exitWhenIdle,
            maxAge,
            dialect,
        };
        var host = new HostOptions(command);
        var acting = new ActingSwitches(command, "; the stock firewall names all mean it", dryRun);
        command.Validators.Add(result =>
        {
            if (result.GetValue(manager) is { } folder && ManagerQueueOptions.ProblemOf(folder) is { } problem)
            {
                result.AddError($"--manager: {problem}");
            }

            if (result.GetValue(maxAge) is { } age && Duration.Read(age) is null)
            {
                result.AddError($"--max-age: '{age}' is no time such as 90s, 10m, 2h or 1d12h.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var hangUp = new HangUp(stop);
                var own = new RunSettings
                {
                    AlertsFile = parsed.GetRequiredValue(alerts),
                    Scripts = parsed.GetValue(scripts),
                    Manager = parsed.GetValue(manager),
                    Host = host.IdentityOf(parsed),
                    DryRun = parsed.GetValue(dryRun),
                    FromStart = parsed.GetValue(fromStart),
                    ExitWhenIdle = parsed.GetValue(exitWhenIdle),
                    MaxAge =
                        parsed.GetValue(maxAge) is { } most && Duration.Read(most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                };
                var settings = acting.Complete(own, parsed);
                IRunReport report = acting.Json(parsed) ? new RunJson(Console.Out) : new RunReport(ToolConsole.Out);
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
