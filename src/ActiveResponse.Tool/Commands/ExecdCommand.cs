using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Execd;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>execd</c>: takes the place of an installed OSSEC's or Wazuh's execd.</summary>
internal sealed class ExecdCommand : Command
{
    private readonly Option<string> _home = new("--home")
    {
        Description = "The installation folder of OSSEC or Wazuh, e.g. /var/ossec.",
        Required = true,
        HelpName = "DIR",
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "Count, time, key and stop exactly like the original; scripts only, and nothing survives a stop.",
    };

    private readonly Option<string> _dialect = CommonOptions.Dialect();
    private readonly ActingSwitches _acting;
    private readonly Action? _whenReady;

    private ExecdCommand(Action? whenReady)
        : base("execd", "Take the place of an installed OSSEC's or Wazuh's execd: its queue, its ar.conf, its scripts.")
    {
        _whenReady = whenReady;
        Add(_home);
        Add(_dialect);
        Add(_exact);
        _acting = new ActingSwitches(this, " in place of the stock scripts");
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    /// <param name="whenReady">Called when messages are taken, or none will be; null for no one.</param>
    public static Command Build(Action? whenReady = null) => new ExecdCommand(whenReady);

    private void Validate(CommandResult result)
    {
        if (!OperatingSystem.IsLinux())
        {
            result.AddError("execd runs on Linux only; on Windows the agent itself runs responses.");
        }

        if (
            result.GetValue(_exact)
            && _acting.BeyondExecd.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other
        )
        {
            result.AddError($"--exact can't be combined with {other.Name}: the original only runs scripts.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // Signal handlers are installed once this has returned for the first time; an earlier signal would end the process with its blocks
        // in place.
        await Task.Yield();
        ProcessTitle.Set(parsed.GetRequiredValue(_dialect) == "ossec" ? "ossec-execd" : "wazuh-execd");
        var folder = new ExecdFolder(
            parsed.GetRequiredValue(_home),
            parsed.GetRequiredValue(_dialect) == "ossec" ? ConfigDialect.Ossec : ConfigDialect.Wazuh
        );
        if (parsed.GetValue(_exact))
        {
            return await ExactExecd.RunAsync(folder, _acting.Scripts.Read(parsed), _whenReady, cancellationToken);
        }

        var engine = _acting.Complete(new RunSettings { AlertsFile = folder.Queue, Scripts = folder.ScriptFolder }, parsed);
        return await new EngineExecd(new ExecdSettings(folder, engine, _acting.Json(parsed), _whenReady)).RunAsync(cancellationToken);
    }
}
