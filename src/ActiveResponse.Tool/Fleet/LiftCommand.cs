using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet lift</c>: lifts the orders on a target, on every agent.</summary>
internal sealed class LiftCommand : Command
{
    private readonly Argument<string> _target = new("TARGET") { Description = "The address, network, user or file." };
    private readonly Option<string?> _to = TargetOption.To("Only orders for these agents. Default: all orders.", isRequired: false);
    private readonly Option<bool> _unknown = new("--unknown")
    {
        Description = "Lift the target even if no order on it is known: agents may hold it from a stream that was lost.",
    };

    private readonly Option<string?> _with = new("--with")
    {
        Description = "With --unknown: the responder. Default: firewall-drop, for a user disable-account.",
        HelpName = "NAME",
    };

    private readonly NoteOptions _note;
    private readonly SessionOptions _session;

    private LiftCommand()
        : base("lift", "Lift the orders on a target. Agents that are away do so when they reconnect.")
    {
        Add(_target);
        Add(_to);
        Add(_unknown);
        Add(_with);
        _note = new NoteOptions(this);
        _session = new SessionOptions(this);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    public static Command Build() => new LiftCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_target) is { } text && !Subject.TryParse(text, out _, out var problem))
        {
            result.AddError(problem);
        }

        if (result.GetValue(_with) is not null && !result.GetValue(_unknown))
        {
            result.AddError("--with needs --unknown: without it, all orders on the target are lifted.");
        }
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        _session.RunAsync(
            parsed,
            async fleet =>
            {
                _ = Subject.TryParse(parsed.GetRequiredValue(_target), out var subject, out _);
                var to = TargetOption.Of(parsed.GetValue(_to));
                var orders = fleet.ByHand(_note.Of(parsed));
                IReadOnlyList<FleetTarget> lifted = await orders.LiftAsync(subject!, to, cancellationToken);
                if (lifted.Count == 0 && parsed.GetValue(_unknown))
                {
                    var executable =
                        parsed.GetValue(_with) ?? (subject!.User is null ? StockNames.AddressBlocking[0] : StockNames.AccountDisabling[0]);
                    lifted = [to ?? FleetTarget.All];
                    await orders.LiftEverywhereAsync(lifted[0], executable, subject!, cancellationToken);
                }

                return Report(subject!, lifted, _session.Json(parsed));
            },
            cancellationToken
        );

    private static int Report(Subject subject, IReadOnlyList<FleetTarget> lifted, bool json)
    {
        foreach (var target in lifted)
        {
            if (json)
            {
                JsonLine.Write(
                    Console.Out,
                    line =>
                    {
                        line.WriteString("for", target.ToString());
                        line.WriteString("target", ToolText.WithBytes(subject.ToString()));
                        line.WriteBoolean("lifted", true);
                    }
                );
            }
            else
            {
                Console.Out.WriteLine($"{target} {ToolText.OneLine(subject.ToString())}: the lift is published");
            }
        }

        if (lifted.Count > 0)
        {
            return ExitCodes.Fine;
        }

        Console.Error.WriteLine($"active-response: no order is in force on {ToolText.OneLine(subject.ToString())}");
        return ExitCodes.Findings;
    }
}
