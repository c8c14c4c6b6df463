using ActiveResponse.AspNetCore.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>The endpoints that show.</summary>
internal static class ReadEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/effects", ListAsync)
            .WithSummary("Effects in place, in progress or failing, one page at a time.")
            .Produces<EffectPage>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesApiProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/effects/{id}", FindAsync)
            .WithSummary("One effect.")
            .Produces<EffectItem>()
            .ProducesApiProblem(StatusCodes.Status404NotFound);
        api.MapGet("/history", HistoryAsync)
            .WithSummary("Past actions and their outcomes, newest first.")
            .Produces<HistoryPage>()
            .ProducesApiProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/summary", SummaryAsync).WithSummary("What is in place and what happened within a day.").Produces<SummaryReply>();
        api.MapGet("/health", HealthAsync).WithSummary("The health of store, firewalls, sources and blocks.").Produces<HealthState>();
        api.MapGet("/config/problems", ProblemsAsync).WithSummary("What is wrong with the configuration.").Produces<ProblemsReply>();
        api.MapGet("/sources", SourcesAsync).WithSummary("The alert sources.").Produces<IReadOnlyList<SourceItem>>();
        api.MapGet("/allow", AllowedAsync).WithSummary("The allow list.").Produces<IReadOnlyList<AllowItem>>();
        api.MapGet("/fleet", Fleet)
            .WithSummary("The hosts of the fleet and the orders in force, where the dashboard is connected to one.")
            .Produces<FleetReply>()
            .ProducesApiProblem(StatusCodes.Status404NotFound)
            .ProducesApiProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/events", Events)
            .WithSummary("What happens, as it happens: server-sent events.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesApiProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/explain", ExplainAsync)
            .WithSummary("What one alert would trigger, and why; changes nothing.")
            .Accepts<ExplainRequest>("application/json")
            .Produces<ExplainReply>()
            .ProducesApiProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] EffectParameters parameters,
        IActiveResponseView view,
        CancellationToken cancellationToken
    ) => new EffectsResult(await view.ListAsync(parameters.ToQuery(), cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> FindAsync(string id, IActiveResponseView view, CancellationToken cancellationToken) =>
        await view.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } effect
            ? TypedResults.Json(effect, ViewJson.Default.EffectItem)
            : throw new ViewException(ViewProblem.NotFound, "There is no such effect: it has ended, or was lifted.");

    private static async Task<IResult> HistoryAsync(
        [AsParameters] HistoryParameters parameters,
        IActiveResponseView view,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Json(
            await view.HistoryAsync(parameters.ToRequest(), cancellationToken).ConfigureAwait(false),
            ViewJson.Default.HistoryPage
        );

    private static async Task<IResult> SummaryAsync(HttpContext context, IActiveResponseView view, CancellationToken cancellationToken)
    {
        var summary = await view.SummaryAsync(cancellationToken).ConfigureAwait(false);
        var mayChange = await ApiMapping.Of(context).MayChangeAsync(context).ConfigureAwait(false);
        var hasFleet = summary.Fleet || context.RequestServices.GetService<IFleetView>() is not null;
        return TypedResults.Json(summary with { MayChange = mayChange, Fleet = hasFleet }, ViewJson.Default.SummaryReply);
    }

    private static async Task<IResult> HealthAsync(IActiveResponseView view, CancellationToken cancellationToken) =>
        TypedResults.Json(await view.HealthAsync(cancellationToken).ConfigureAwait(false), ViewJson.Default.HealthState);

    private static async Task<IResult> ProblemsAsync(IActiveResponseView view, CancellationToken cancellationToken) =>
        TypedResults.Json(await view.ProblemsAsync(cancellationToken).ConfigureAwait(false), ViewJson.Default.ProblemsReply);

    private static async Task<IResult> SourcesAsync(IActiveResponseView view, CancellationToken cancellationToken) =>
        TypedResults.Json(await view.SourcesAsync(cancellationToken).ConfigureAwait(false), ViewJson.Default.IReadOnlyListSourceItem);

    private static async Task<IResult> AllowedAsync(IActiveResponseView view, CancellationToken cancellationToken) =>
        TypedResults.Json(await view.AllowedAsync(cancellationToken).ConfigureAwait(false), ViewJson.Default.IReadOnlyListAllowItem);

    private static IResult Fleet(HttpContext context) =>
        context.RequestServices.GetService<IFleetView>() is { } fleet
            ? TypedResults.Json(fleet.Show(), ViewJson.Default.FleetReply)
            : throw new ViewException(ViewProblem.NotFound, "No fleet is connected here.");

    private static IResult Events(IActiveResponseView view, TimeProvider clock) => new EventStreamResult(view.Events, clock);

    private static async Task<IResult> ExplainAsync(HttpContext context, IActiveResponseView view, CancellationToken cancellationToken)
    {
        var request = await ApiBody.ReadAsync(context, ViewJson.Default.ExplainRequest).ConfigureAwait(false);
        return TypedResults.Json(await view.ExplainAsync(request, cancellationToken).ConfigureAwait(false), ViewJson.Default.ExplainReply);
    }
}
