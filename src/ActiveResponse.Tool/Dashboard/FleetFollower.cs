using System.Globalization;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Fleet;
using ActiveResponse.Tool.Output;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Connects to a fleet as an issuer, as long as it takes, and shows it.</summary>
internal sealed class FleetFollower(NatsFleetOptions options, TimeProvider clock) : BackgroundService, IFleetView
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private volatile FleetSession? _session;
    private volatile string _problem = "it is being read";

    public FleetReply Show()
    {
        // What was known when the connection was lost says nothing about now.
        var session = _session;
        if (session is null || session.Trouble is not null)
        {
            throw new ViewException(
                ViewProblem.NoFleet,
                $"No connection to the fleet: {session?.Trouble ?? _problem}.",
                "Look at its NATS server."
            );
        }

        var fleet = session.Fleet;
        return new FleetReply(
            [.. fleet.ListAgents().Select(HostOf)],
            [.. fleet.ListOrders().Where(static order => !order.IsLift).Select(OrderOf)],
            fleet.IsHalted
        );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_session is null)
        {
            try
            {
                _session = await FleetSession.ConnectAsync(options, Patience, cancellationToken: stoppingToken);
            }
            catch (Exception e) when (e is TimeoutException or OptionsValidationException or ArgumentException)
            {
                _problem = ToolText.OneLine(e.Message).TrimEnd('.');
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
    }

    private static FleetHostItem HostOf(FleetAgentReport agent) =>
        new()
        {
            Id = agent.Id,
            Name = ToolText.OneLine(agent.Name ?? agent.HostName),
            Labels = [.. agent.Labels],
            Online = !agent.IsAway,
            LastSeen = agent.SeenAt,
            Lag = agent.Behind,
            Blocks = agent.InPlace,
            State = StateOf(agent),
        };

    private static string StateOf(FleetAgentReport agent)
    {
        var word = agent.IsDryRun ? "dry run" : "active";
        var state = agent.IsHalted ? "halted" : word;
        return agent.Failures is [.., var last] ? ToolText.OneLine($"{state}; last failure: {last.Subject} {last.Why}") : state;
    }

    private static FleetOrderItem OrderOf(FleetOrder order) =>
        new(
            ToolText.OneLine(ToolText.WithBytes(order.Order.Subject.ToString())),
            order.Target.ToString(),
            ToolText.OneLine($"{order.Order.Command.Executable} until {UntilOf(order)}"),
            order.Agents.ToDictionary(static pair => OrderText.NameOf(pair.Key), static pair => pair.Value)
        );

    private static string UntilOf(FleetOrder order) =>
        order.Until?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "lifted";
}
