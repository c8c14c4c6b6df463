using System.CommandLine;
using System.Globalization;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>history</c>: past actions, newest first.</summary>
internal sealed class HistoryCommand : Command
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "Only actions for this address, network, user or file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "The maximum number of entries. 1 to 1,000,000, default 100.",
        DefaultValueFactory = static _ => 100,
        HelpName = "N",
    };

    private readonly Option<string?> _since = Time("--since", "Only actions at this time or later");
    private readonly Option<string?> _until = Time("--until", "Only actions before this time");
    private readonly AgentOptions _agent;

    private HistoryCommand()
        : base("history", "List past actions and their outcomes, newest first; without a running agent, from the state file.")
    {
        _limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--limit must be 1 to 1000000.");
            }
        });
        Add(_target);
        Add(_limit);
        Add(_since);
        Add(_until);
        _agent = new AgentOptions(this);
        SetAction(RunAsync);
    }

    public static Command Build() => new HistoryCommand();

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var call = _agent.CallOf(parsed);
        var request = new ControlRequest
        {
            Command = ControlCommands.History,
            Target = parsed.GetValue(_target),
            Limit = parsed.GetValue(_limit),
            Since = TimeOf(parsed.GetValue(_since))?.ToUnixTimeSeconds(),
            Until = TimeOf(parsed.GetValue(_until))?.ToUnixTimeSeconds(),
        };
        return call.RunAsync(
            request,
            new HistoryTable(ToolConsole.Out),
            (answer, token) => WithoutAgent.QueryAsync(call, queries => queries.HistoryAsync(request, answer, token)),
            cancellationToken
        );
    }

    internal static Option<string?> Time(string name, string description)
    {
        var option = new Option<string?>(name)
        {
            Description = $"{description}, e.g. 2026-11-30T14:00Z, or so long ago, e.g. 2h.",
            HelpName = "TIME",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && TimeOf(text) is null)
            {
                result.AddError($"{name}: '{text}' is neither a time such as 2026-11-30T14:00Z nor a duration such as 2h.");
            }
        });
        return option;
    }

    internal static DateTimeOffset? TimeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Duration.Read(text) is { } ago)
        {
            return TimeProvider.System.GetUtcNow().AddSeconds(-ago);
        }

        return
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time >= DateTimeOffset.UnixEpoch
            ? time
            : null;
    }
}
