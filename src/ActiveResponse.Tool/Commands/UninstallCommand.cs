using System.CommandLine;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Removal;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>uninstall</c>: reverts everything and removes all that an agent leaves on a host.</summary>
internal sealed class UninstallCommand : Command
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Do it. Without it, only show what would be done." };
    private readonly RevertOptions _revert;
    private readonly AgentOptions _agent;

    private UninstallCommand()
        : base(
            "uninstall",
            "Lift every effect, remove our tables, chains and sets from the host's firewalls, then delete state and locks. "
                + "Stop the agent first."
        )
    {
        Add(_yes);
        _revert = new RevertOptions(this, "As for run. Default of --firewall: auto, which is every firewall of the host.");
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new UninstallCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var settings = _revert.SettingsOf(parsed, call.StateFile is { } file && File.Exists(file) ? file : null);
        settings = settings with { Firewall = settings.Firewall ?? RunSettings.AnyFirewall };
        var removal = new HostRemoval(settings, new AgentFiles(call.StateFile, call.SocketPath));
        return call.RunHereAsync(
            new UninstallLines(ToolConsole.Out),
            parsed.GetValue(_yes) ? removal.RemoveAsync : removal.PreviewAsync,
            cancellationToken
        );
    }
}
