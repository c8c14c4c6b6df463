using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet block</c>: blocks a target on agents by hand.</summary>
internal sealed class BlockCommand : Command
{
    private readonly Argument<string> _target = new("TARGET") { Description = "The address or network to block, or the user to lock." };
    private readonly Option<string?> _to = TargetOption.To("The agents to block it on.", isRequired: true);
    private readonly Option<string?> _for = DurationOption.Make("--for", "How long, e.g. 90s, 10m, 2h, 1d12h, 1w.");
    private readonly Option<bool> _permanently = new("--permanently") { Description = "Without an end, until lifted." };
    private readonly Option<string?> _with = new("--with")
    {
        Description = "The responder. Default: each agent's firewall-drop, for a user its disable-account.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _wait = DurationOption.Make("--wait", "How long to wait for online agents. Default: 10s.");

    private readonly Option<int?> _canary = new("--canary")
    {
        Description = "With --to all: try it on this many agents first; the others get it only if all of these apply it within --wait.",
        HelpName = "N",
    };

    private readonly NoteOptions _note;
    private readonly SessionOptions _session;

    private BlockCommand()
        : base(
            "block",
            "Block a target on agents, regardless of the rules but not of the safety rails. Agents that are away block it when they "
                + "reconnect."
        )
    {
        Add(_target);
        Add(_to);
        Add(_for);
        Add(_permanently);
        Add(_with);
        Add(_wait);
        Add(_canary);
        _note = new NoteOptions(this);
        _session = new SessionOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new BlockCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_permanently) == (result.GetValue(_for) is not null))
        {
            result.AddError("Give --for DURATION or --permanently.");
        }

        if (result.GetValue(_canary) is { } count && (count < 1 || result.GetValue(_to) != "all"))
        {
            result.AddError("--canary N needs --to all, and an N of at least 1.");
        }

        if (result.GetValue(_target) is { } text && !Subject.TryParse(text, out _, out var problem))
        {
            result.AddError(problem);
        }
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        _session.RunAsync(
            parsed,
            async fleet =>
            {
                _ = Subject.TryParse(parsed.GetRequiredValue(_target), out var subject, out _);
                var target = TargetOption.Of(parsed.GetValue(_to))!.Value;
                var executable =
                    parsed.GetValue(_with) ?? (subject!.User is null ? StockNames.AddressBlocking[0] : StockNames.AccountDisabling[0]);
                var timeout = DurationOption.Of(parsed.GetValue(_for));
                var wait = DurationOption.Of(parsed.GetValue(_wait)) ?? TimeSpan.FromSeconds(10);
                if (parsed.GetValue(_canary) is { } count)
                {
                    var (isFine, tried) = await new Canary(fleet, _note.Of(parsed), count, wait, !_session.Json(parsed)).TryAsync(
                        executable,
                        subject!,
                        timeout,
                        cancellationToken
                    );
                    if (!isFine)
                    {
                        return ReportFailed(tried, _session.Json(parsed));
                    }
                }

                var ordered = await fleet.ByHand(_note.Of(parsed)).OrderAsync(target, executable, subject!, timeout, cancellationToken);
                var order = await OrderProgress.WaitAsync(
                    () => OrderProgress.Current(fleet, ordered),
                    wait,
                    !_session.Json(parsed),
                    cancellationToken
                );
                return Report(order, _session.Json(parsed));
            },
            cancellationToken
        );

    private static int ReportFailed(IReadOnlyList<FleetOrder> tried, bool json)
    {
        foreach (var order in tried)
        {
            Report(order, json);
        }

        Console.Error.WriteLine(
            "active-response: not all canaries applied the order. Its lift is published to them, and no other agent gets the order."
        );
        return ExitCodes.Findings;
    }

    private static int Report(FleetOrder order, bool json)
    {
        var isBad = order.Sequence == 0;
        if (json)
        {
            OrderText.WriteJson(order);
        }
        else if (isBad)
        {
            Console.Error.WriteLine("active-response: the server hasn't acknowledged the order: try again once it is reachable");
        }
        else
        {
            Console.Out.WriteLine($"{order.Target} {ToolText.OneLine(order.Order.Subject.ToString())}: {OrderText.CountsOf(order)}");
            foreach (var line in OrderText.AgentsOf(order with { Named = [.. order.Named.Where(static agent => IsBad(agent.Status))] }))
            {
                Console.Out.WriteLine(line);
            }
        }

        return isBad || order.Agents.Keys.Any(IsBad) ? ExitCodes.Findings : ExitCodes.Fine;
    }

    private static bool IsBad(AgentOrderStatus status) => status is AgentOrderStatus.Refused or AgentOrderStatus.Failed;
}
