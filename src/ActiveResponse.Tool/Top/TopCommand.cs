using System.CommandLine;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Dashboard;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Top;

/// <summary><c>top</c>: what a running agent does, as it does it, in the terminal.</summary>
internal sealed class TopCommand : Command
{
    private readonly Option<bool> _once = new("--once") { Description = "Print it once and end, as where the output is no terminal." };
    private readonly AgentOptions _agent;

    private TopCommand()
        : base("top", "Show live what a running agent blocks, for how much longer, by which rules, and what was refused. Q ends it.")
    {
        Add(_once);
        _agent = new AgentOptions(this, printsJson: false);
        SetAction(RunAsync);
    }

    public static Command Build() => new TopCommand();

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_agent.CallOf(parsed, isJson: false).SocketPath is not { } socket)
        {
            Console.Error.WriteLine("active-response: top needs the agent's control socket: give --control PATH.");
            return ExitCodes.Usage;
        }

        var view = new SocketView(new AgentSocket(socket), new EventLog(TimeProvider.System));
        var isLive = !parsed.GetValue(_once) && ToolConsole.IsTerminal && !Console.IsInputRedirected;
        var screen = new TopScreen(ToolConsole.Out, TimeProvider.System);
        try
        {
            return isLive
                ? await new TopLoop(view, screen, TimeProvider.System).RunAsync(cancellationToken)
                : await OnceAsync(view, screen, cancellationToken);
        }
        catch (ViewException e)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
            return ExitCodes.Findings;
        }
    }

    private static async Task<int> OnceAsync(SocketView view, TopScreen screen, CancellationToken cancellationToken)
    {
        screen.Print(await TopState.ReadAsync(view, TopScreen.RowsWithoutTerminal, cancellationToken));
        return ExitCodes.Fine;
    }
}
