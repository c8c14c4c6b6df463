using System.CommandLine;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Statistics;

/// <summary><c>stats</c>: counts of the history, with bars.</summary>
internal sealed class StatsCommand : Command
{
    private const int MostEntries = 1_000_000;
    private const int MostRows = 1_000;

    private readonly Option<string?> _since = HistoryCommand.Time("--since", "Only actions at this time or later; default: 7d ago");
    private readonly Option<string?> _until = HistoryCommand.Time("--until", "Only actions before this time");

    private readonly Option<int> _top = new("--top")
    {
        Description = "The maximum number of rules, networks and responders. 1 to 1,000, default 10.",
        DefaultValueFactory = static _ => 10,
        HelpName = "N",
    };

    private readonly AgentOptions _agent;

    private StatsCommand()
        : base("stats", "Count past actions by outcome, day, rule, network and responder; without a running agent, from the state file.")
    {
        _top.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostRows)
            {
                result.AddError("--top must be 1 to 1000.");
            }
        });
        Add(_since);
        Add(_until);
        Add(_top);
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new StatsCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The reply is counted here, so as JSON too only the counts are printed.
        var call = _agent.CallOf(parsed, isJson: false);
        var counts = new HistoryCounts(parsed.GetValue(_top));
        var request = new ControlRequest
        {
            Command = ControlCommands.History,
            Limit = MostEntries,
            Since = HistoryCommand.TimeOf(parsed.GetValue(_since) ?? "7d")?.ToUnixTimeSeconds(),
            Until = HistoryCommand.TimeOf(parsed.GetValue(_until))?.ToUnixTimeSeconds(),
        };
        return call.RunAsync(
            request,
            _agent.IsJson(parsed) ? new CountsJson(Console.Out, counts) : new CountBars(ToolConsole.Out, counts),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.HistoryAsync(request, answer, token)),
            cancellationToken
        );
    }
}
