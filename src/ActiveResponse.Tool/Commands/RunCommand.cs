using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Tool.Fleet;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>run</c>: runs the agent.</summary>
internal sealed class RunCommand : Command
{
    private readonly Option<string> _config = CommonOptions.Config();
    private readonly Option<string?> _home = CommonOptions.Home();
    private readonly Option<string?> _alerts = new("--alerts")
    {
        Description = "The alerts to follow: a file, or - for standard input. Optional with --fleet.",
        HelpName = "FILE|-",
    };

    private readonly Option<string?> _scripts = new("--scripts")
    {
        Description = "Run other executables as scripts of this folder.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _manager = new("--manager")
    {
        Description =
            "Pass orders to the OSSEC or Wazuh 4 manager in this folder, e.g. /var/ossec: to its remoted for agents, and "
            + "to its execd for this host unless responders are given.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Report what would be done, and do nothing." };

    private readonly Option<bool> _fromStart = new("--from-start")
    {
        Description = "Begin at the start of the file, not at its end; a later run with the same --state resumes where this one stopped.",
    };

    private readonly Option<bool> _exitWhenIdle = new("--exit-when-idle")
    {
        Description = "End when the input has ended, the queue is empty, and no timed block is active.",
    };

    private readonly Option<string?> _maxAge = new("--max-age")
    {
        Description =
            "Skip alerts older than this when they are read, e.g. 1h, so that after an outage nobody is blocked for old "
            + "alerts. Default: alerts of any age are acted on.",
        HelpName = "TIME",
    };

    private readonly Option<string> _dialect = CommonOptions.Dialect();
    private readonly HostOptions _host;
    private readonly MemberOptions _fleet;
    private readonly ActingSwitches _acting;
    private readonly NotificationSwitches _notifications;

    private RunCommand()
        : base(
            "run",
            "Follow alerts, run the responses they fire, and revert them on time. On a stop, blocks stay until the "
                + "next start resumes them; with --state none, timed ones are lifted."
        )
    {
        Add(_config);
        Add(_home);
        Add(_alerts);
        Add(_scripts);
        Add(_manager);
        Add(_dryRun);
        Add(_fromStart);
        Add(_exitWhenIdle);
        Add(_maxAge);
        Add(_dialect);
        _host = new HostOptions(this);
        _fleet = new MemberOptions(this);
        _acting = new ActingSwitches(this, "; all stock firewall names refer to it", _dryRun);
        _notifications = new NotificationSwitches(this);
        Add(SettingsSource.Option());
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new RunCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_alerts) is null && (!_fleet.IsGiven(result) || result.GetValue(_exitWhenIdle)))
        {
            result.AddError("Option '--alerts' is required.");
        }

        if (_fleet.IsGiven(result) && result.GetValue(_manager) is not null)
        {
            result.AddError("--fleet and --manager exclude each other: orders for other hosts take one route.");
        }

        if (result.GetValue(_manager) is { } folder && ManagerQueueOptions.ProblemOf(folder) is { } problem)
        {
            result.AddError($"--manager: {problem}");
        }

        if (result.GetValue(_maxAge) is { } age && Duration.Read(age) is null)
        {
            result.AddError($"--max-age: '{age}' isn't a duration such as 90s, 10m, 2h or 1d12h.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hangUp = new HangUp(stop);
        var settings = SettingsOf(parsed);
        IRunReport report = _acting.Json(parsed) ? new RunJson(Console.Out) : new RunReport(ToolConsole.Out);
        var role = settings.Host?.Role.ToString().ToLowerInvariant();
        var file = ConfigLoading.Watched(
            parsed.GetRequiredValue(_config),
            parsed.GetRequiredValue(_dialect),
            settings.Scripts,
            role,
            parsed.GetValue(_home) ?? settings.Manager,
            report.Print
        );
        var result = file.Read();
        Problems.Write(Reports.Error, result.Problems);
        return result.HasErrors
            ? ExitCodes.Findings
            : await new Runner(settings, result.Config, report).RunAsync(
                file,
                hangUp.Asked,
                apply => RereadOf(parsed, apply, report.Print),
                stop.Token
            );
    }

    // The options of another command line are other objects, which belong to its own command.
    private static Action RereadOf(ParseResult parsed, Action<RunSettings> apply, Action<string> print)
    {
        string[] arguments = [.. Environment.GetCommandLineArgs().Skip(1)];
        return new SettingsReload(
            arguments,
            new SettingsSource(),
            parsed,
            other => apply(((RunCommand)other.CommandResult.Command).SettingsOf(other)),
            print
        ).Reread;
    }

    private RunSettings SettingsOf(ParseResult parsed)
    {
        var own = new RunSettings
        {
            AlertsFile = parsed.GetValue(_alerts),
            Fleet = _fleet.SettingsOf(parsed),
            Scripts = parsed.GetValue(_scripts),
            Manager = parsed.GetValue(_manager),
            Host = _host.IdentityOf(parsed),
            DryRun = parsed.GetValue(_dryRun),
            FromStart = parsed.GetValue(_fromStart),
            ExitWhenIdle = parsed.GetValue(_exitWhenIdle),
            Notifications = _notifications.SettingsOf(parsed),
            MaxAge = parsed.GetValue(_maxAge) is { } most && Duration.Read(most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return _acting.Complete(own, parsed);
    }
}
