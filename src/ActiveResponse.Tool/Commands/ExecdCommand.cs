using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Execd;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>execd</c>: takes the place of an installed OSSEC's or Wazuh's execd.</summary>
internal static class ExecdCommand
{
    /// <param name="whenReady">Told when messages are taken, or none will be; null for nobody.</param>
    public static Command Build(Action? whenReady = null)
    {
        var home = new Option<string>("--home")
        {
            Description = "The folder OSSEC or Wazuh is installed in, e.g. /var/ossec.",
            Required = true,
            HelpName = "DIR",
        };
        var exact = new Option<bool>("--exact")
        {
            Description = "Count, time, key and stop to the letter as the original does; scripts only, nothing kept over a stop.",
        };
        var firewall = new Option<string?>("--firewall")
        {
            Description =
                $"Block addresses with this firewall in place of the stock scripts. {RunSettings.AnyFirewall}: the best of this host. Takes root.",
            HelpName = "NAME",
        };
        firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        var hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = "Deny addresses in this file (made if missing) in place of the stock scripts.",
            HelpName = "FILE",
        };
        var disableAccount = new Option<bool>("--disable-account")
        {
            Description = "Lock accounts by passwd -l in place of the stock script. Takes root.",
        };
        var foldIPv6 = CommonOptions.FoldIPv6();
        var killSwitch = new Option<string?>("--kill-switch")
        {
            Description = "While this file is there, nothing new is done and nothing is lifted by it.",
            HelpName = "FILE",
        };
        var dialect = CommonOptions.Dialect();
        var json = CommonOptions.Json();
        var state = CommonOptions.State();
        var control = CommonOptions.Control();
        var command = new Command("execd", "Take the place of an installed OSSEC's or Wazuh's execd: its queue, its ar.conf, its scripts.")
        {
            home,
            dialect,
            exact,
            firewall,
            hostsDeny,
            disableAccount,
            state,
            control,
            killSwitch,
            foldIPv6,
            json,
        };
        var scriptSwitches = new ScriptSwitches();
        scriptSwitches.AddTo(command);
        var zone = CommonOptions.FirewalldZone();
        command.Add(zone);
        var guards = new GuardSwitches(command);
        command.Validators.Add(result =>
        {
            if (!OperatingSystem.IsLinux())
            {
                result.AddError("execd runs on Linux only; on Windows the agent runs responses by itself.");
            }

            Option[] ours =
            [
                firewall,
                hostsDeny,
                disableAccount,
                state,
                control,
                killSwitch,
                foldIPv6,
                json,
                scriptSwitches.Exit,
                zone,
                .. guards.All,
            ];
            if (result.GetValue(exact) && ours.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
            {
                result.AddError($"--exact and {other.Name} exclude each other: the original runs scripts and has nothing of the kind.");
            }

            if (result.GetResult(firewall) is not null && result.GetResult(hostsDeny) is not null)
            {
                result.AddError("--firewall and --hosts-deny exclude each other: the stock firewall names can mean only one of them.");
            }

            if (result.GetValue(disableAccount) && !Environment.IsPrivilegedProcess)
            {
                result.AddError("--disable-account takes root: nobody else may lock accounts.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                // Signals are taken up once this has returned for the first time; one that came before would end the process with its
                // blocks in place.
                await Task.Yield();
                ProcessTitle.Set(parsed.GetRequiredValue(dialect) == "ossec" ? "ossec-execd" : "wazuh-execd");
                var folder = new ExecdFolder(
                    parsed.GetRequiredValue(home),
                    parsed.GetRequiredValue(dialect) == "ossec" ? ConfigDialect.Ossec : ConfigDialect.Wazuh
                );
                if (parsed.GetValue(exact))
                {
                    return await ExactExecd.RunAsync(folder, scriptSwitches.Read(parsed), whenReady, cancellationToken);
                }

                var engine = new RunSettings
                {
                    AlertsFile = folder.Queue,
                    Firewall = parsed.GetValue(firewall),
                    FirewalldZone = parsed.GetValue(zone),
                    HostsDeny = parsed.GetValue(hostsDeny),
                    DisableAccount = parsed.GetValue(disableAccount),
                    Scripts = folder.ScriptFolder,
                    ScriptOverrides = scriptSwitches.Read(parsed),
                    StateFile = StateFile.Choose(parsed.GetValue(state)),
                    FoldIPv6To = parsed.GetValue(foldIPv6),
                    Guards = guards.SettingsOf(parsed),
                    KillSwitch = parsed.GetValue(killSwitch) is { Length: > 0 } file ? Path.GetFullPath(file) : null,
                };
                engine = engine with
                {
                    ControlSocket = ControlSocket.Choose(parsed.GetValue(control), engine.KeepsState ? engine.StateFile : null),
                };
                return await new EngineExecd(new ExecdSettings(folder, engine, parsed.GetValue(json), whenReady)).RunAsync(
                    cancellationToken
                );
            }
        );
        return command;
    }
}
