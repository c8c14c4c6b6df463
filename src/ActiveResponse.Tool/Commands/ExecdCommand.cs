using System.CommandLine;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
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
        var dialect = CommonOptions.Dialect();
        var command = new Command("execd", "Take the place of an installed OSSEC's or Wazuh's execd: its queue, its ar.conf, its scripts.")
        {
            home,
            dialect,
            exact,
        };
        var acting = new ActingSwitches(command, " in place of the stock scripts");
        command.Validators.Add(result =>
        {
            if (!OperatingSystem.IsLinux())
            {
                result.AddError("execd runs on Linux only; on Windows the agent runs responses by itself.");
            }

            if (
                result.GetValue(exact)
                && acting.BeyondExecd.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other
            )
            {
                result.AddError($"--exact and {other.Name} exclude each other: the original runs scripts and has nothing of the kind.");
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
                    return await ExactExecd.RunAsync(folder, acting.Scripts.Read(parsed), whenReady, cancellationToken);
                }

                var engine = acting.Complete(new RunSettings { AlertsFile = folder.Queue, Scripts = folder.ScriptFolder }, parsed);
                return await new EngineExecd(new ExecdSettings(folder, engine, acting.Json(parsed), whenReady)).RunAsync(cancellationToken);
            }
        );
        return command;
    }
}
