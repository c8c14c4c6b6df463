using System.CommandLine;
using ActiveResponse.Tool.Doctor;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>doctor</c>: what this host has, what would be chosen, and what is wrong.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<string?> _config = new("--config") { Description = "The ossec.conf that run would use.", HelpName = "FILE" };
    private readonly Option<string?> _alerts = new("--alerts") { Description = "The alerts that run would follow.", HelpName = "FILE" };
    private readonly Option<string> _dialect = CommonOptions.Dialect();
    private readonly AgentOptions _agent;

    private DoctorCommand()
        : base(
            "doctor",
            "Examine this host: rights, firewalls, the one that would be chosen, and the files of run. Changes nothing; its output suits a "
                + "bug report. Exit code 1 if something is wrong."
        )
    {
        Add(_config);
        Add(_alerts);
        Add(_dialect);
        _agent = new AgentOptions(this, isRequired: false);
        SetAction(RunAsync);
    }

    public static Command Build() => new DoctorCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var files = new FileExam(parsed.GetValue(_config), parsed.GetRequiredValue(_dialect), parsed.GetValue(_alerts), call.StateFile);
        return call.ShowAsync(
            async (answer, token) =>
            {
                await HostExam.RunAsync(answer);
                await files.RunAsync(answer);
                await AgentExam.RunAsync(answer, call.SocketPath);
                await FirewallExam.RunAsync(answer, token);
            },
            new ReplyLines(ToolConsole.Out, "nothing was checked"),
            cancellationToken
        );
    }
}
