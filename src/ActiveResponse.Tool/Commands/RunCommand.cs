using System.CommandLine;
using System.Runtime.InteropServices;
using ActiveResponse.ManagerQueues;
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
        var alerts = new Option<string>("--alerts") { Description = "The alerts to follow: a file, or - for standard input.", Required = true, HelpName = "FILE|-" };
        var hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = "Deny addresses in this file (made if missing); the stock firewall names all mean it.",
            HelpName = "FILE",
        };
        var firewall = new Option<string?>("--firewall")
        {
            Description = $"Block addresses with this firewall; the stock firewall names all mean it. {RunSettings.AnyFirewall}: the best of this host. Takes root.",
            HelpName = "NAME",
        };
        firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        var disableAccount = new Option<bool>("--disable-account")
        {
            Description = "Lock the accounts that disable-account is about, by passwd -l. Takes root; root, uid 0 and system accounts are never locked.",
        };
        var scripts = new Option<string?>("--scripts") { Description = "Run other executables as scripts of this folder.", HelpName = "DIR" };
        var manager = new Option<string?>("--manager")
        {
            Description = "Hand orders to the OSSEC or Wazuh 4 manager in this folder, e.g. /var/ossec: to its remoted for agents, and to its execd for this host unless responders are named.",
            HelpName = "DIR",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done and do nothing." };
        var fromStart = new Option<bool>("--from-start") { Description = "Begin at the start of the file, not at its end; a later run with the same --state goes on where this one stopped." };
        var exitWhenIdle = new Option<bool>("--exit-when-idle") { Description = "End when the input has ended, nothing is queued, and no timed block is active." };
        var dialect = CommonOptions.Dialect();
        var json = CommonOptions.Json();
        var state = CommonOptions.State();
        var control = CommonOptions.Control();
        var foldIPv6 = CommonOptions.FoldIPv6();
        var killSwitch = new Option<string?>("--kill-switch") { Description = "While this file is there, nothing new is done and nothing is lifted by it.", HelpName = "FILE" };
        var command = new Command(
            "run",
            "Follow alerts, run the responses they fire, and take them back in time. On a stop blocks stay and are taken up at the next start; with --state none timed ones are lifted.")
        {
            config, home, alerts, firewall, hostsDeny, disableAccount, scripts, manager, dryRun, fromStart, exitWhenIdle, dialect, json,
            state, control, killSwitch, foldIPv6,
        };
        var scriptSwitches = new ScriptSwitches();
        scriptSwitches.AddTo(command);
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

            if (result.GetValue(disableAccount) && !result.GetValue(dryRun) && !Environment.IsPrivilegedProcess)
            {
                result.AddError("--disable-account takes root: nobody else may lock accounts.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Signals are taken up once this has returned for the first time; one that came before would end the process with its blocks in place.
            await Task.Yield();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var hangUp = OnHangUp(stop);
            var settings = new RunSettings
            {
                AlertsFile = parsed.GetRequiredValue(alerts),
                Firewall = parsed.GetValue(firewall),
                HostsDeny = parsed.GetValue(hostsDeny),
                DisableAccount = parsed.GetValue(disableAccount),
                Scripts = parsed.GetValue(scripts),
                ScriptOverrides = scriptSwitches.Read(parsed),
                Manager = parsed.GetValue(manager),
                DryRun = parsed.GetValue(dryRun),
                FromStart = parsed.GetValue(fromStart),
                ExitWhenIdle = parsed.GetValue(exitWhenIdle),
                StateFile = StateFile.Choose(parsed.GetValue(state)),
                FoldIPv6To = parsed.GetValue(foldIPv6),
                KillSwitch = parsed.GetValue(killSwitch) is { Length: > 0 } file ? Path.GetFullPath(file) : null,
            };
            settings = settings with { ControlSocket = ControlSocket.Choose(parsed.GetValue(control), settings.KeepsState ? settings.StateFile : null) };
            var result = ConfigLoading.Load(
                parsed.GetRequiredValue(config), parsed.GetRequiredValue(dialect), settings.Scripts,
                installation: parsed.GetValue(home) ?? settings.Manager, mustBeTrusted: true);
            Problems.Write(Reports.Error, result.Problems);
            if (result.HasErrors)
            {
                return ExitCodes.Findings;
            }

            IRunReport report = parsed.GetValue(json) ? new RunJson(Console.Out) : new RunReport(ToolConsole.Out);
            return await new Runner(settings, result.Config, report).RunAsync(stop.Token);
        });
        return command;
    }

    // A terminal that is closed ends what runs in it by SIGHUP, and timed blocks in memory would stay. Under nohup the signal is ignored, and stays so.
    private static PosixSignalRegistration? OnHangUp(CancellationTokenSource stop) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(
        PosixSignal.SIGHUP,
        context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
