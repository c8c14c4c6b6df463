using System.Diagnostics.Metrics;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Tool.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Serves an agent's figures as Prometheus reads them. Each scrape asks the agent once.</summary>
internal sealed class AgentMetrics : IDisposable
{
    public const string Path = "/metrics";
    private const string MeterName = "ActiveResponse.Dashboard";
    private const string Up = "active_response.agent.up";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>What is exported: the agent's instruments of these names.</summary>
    private static readonly (string Name, string? Unit, string What)[] Counters =
    [
        ("active_response.alerts", null, "Alerts checked, by whether they fired a response."),
        ("active_response.actions", null, "Outcomes of orders, by responder, verb and outcome."),
        ("active_response.action.duration.sum", "s", "How long responders took, in all."),
        ("active_response.action.duration.count", null, "Calls of responders."),
        ("active_response.plugin.faults", null, "What went wrong in plug-ins, by plug-in and kind of fault."),
        ("active_response.fleet.taken", null, "Orders of a fleet that the agent processed, by result."),
        ("active_response.fleet.refused", null, "Messages of a fleet that the agent refused, by reason."),
    ];

    private readonly AgentSocket _agent;
    private readonly Meter _meter = new(MeterName);
    private readonly MeterProvider _provider;
    private volatile IReadOnlyList<Figure> _figures = [];
    private volatile bool _isUp;

    public AgentMetrics(AgentSocket agent)
    {
        _agent = agent;
        foreach (var (name, unit, what) in Counters)
        {
            _meter.CreateObservableCounter(name, () => ValuesOf(name), unit, what);
        }

        _meter.CreateObservableGauge(
            "active_response.effects",
            () => ValuesOf("active_response.effects"),
            unit: null,
            "Effects on record now, by responder and state."
        );
        _meter.CreateObservableGauge(Up, () => _isUp ? 1 : 0, unit: null, "Whether the agent answers.");
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("active-response"))
            .AddMeter(MeterName)
            .AddPrometheusExporter()
            .Build();
    }

    /// <summary>Maps the endpoint.</summary>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint(Path, _provider, branch => branch.Use(AskFirstAsync), optionsName: null);

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    private async Task AskFirstAsync(HttpContext context, RequestDelegate next)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            _figures = await _agent.AskAsync(
                new ControlRequest { Command = ControlCommands.View, Method = ViewMethods.Metrics },
                ViewJson.Default.IReadOnlyListFigure,
                either.Token
            );
            _isUp = true;
        }
        catch (Exception e) when (e is ViewException or OperationCanceledException)
        {
            // Old figures would look like new ones.
            (_figures, _isUp) = ([], false);
        }

        await next(context);
    }

    private IEnumerable<Measurement<double>> ValuesOf(string name) =>
        _figures
            .Where(figure => figure.Name == name)
            .Select(static figure => new Measurement<double>(
                figure.Value,
                figure.Tags.Select(static tag => new KeyValuePair<string, object?>(tag.Key, tag.Value))
            ));
}
