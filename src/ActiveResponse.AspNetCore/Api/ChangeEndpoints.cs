using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>The endpoints that change something.</summary>
internal static class ChangeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Described(api.MapPost("/block", BlockAsync), "Blocks targets by hand.").Accepts<BlockRequest>("application/json");
        Described(api.MapPost("/lift", LiftAsync), "Lifts everything in place for targets.").Accepts<LiftRequest>("application/json");
        Described(api.MapPost("/effects/{id}/lift", LiftOneAsync), "Lifts everything in place for the target of an effect.")
            .Accepts<LiftOneRequest>("application/json")
            .ProducesApiProblem(StatusCodes.Status404NotFound);
        Described(api.MapPost("/effects/{id}/extend", ExtendAsync), "Gives an effect a later end.")
            .Accepts<ExtendRequest>("application/json")
            .ProducesApiProblem(StatusCodes.Status404NotFound);
        Described(api.MapPost("/allow", AllowAsync), "Adds to the allow list; blocks it covers are lifted.")
            .Accepts<AllowRequest>("application/json");
        Described(api.MapDelete("/allow/{**entry}", DisallowAsync), "Removes what was added to the allow list.")
            .ProducesApiProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder endpoint, string summary) =>
        endpoint
            .WithSummary(summary)
            .Produces<ChangeReply>()
            .ProducesApiProblem(StatusCodes.Status400BadRequest)
            .ProducesApiProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> BlockAsync(HttpContext context, IActiveResponseView view, CancellationToken cancellationToken)
    {
        var request = await ApiBody.ReadAsync(context, ViewJson.Default.BlockRequest).ConfigureAwait(false);
        return Shown(await view.BlockAsync(request, NoteOf(context, request.Reason), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> LiftAsync(HttpContext context, IActiveResponseView view, CancellationToken cancellationToken)
    {
        var request = await ApiBody.ReadAsync(context, ViewJson.Default.LiftRequest).ConfigureAwait(false);
        return Shown(await view.LiftAsync(request, NoteOf(context, request.Reason), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> LiftOneAsync(
        string id,
        HttpContext context,
        IActiveResponseView view,
        CancellationToken cancellationToken
    )
    {
        var request = context.Request.ContentLength is 0
            ? new LiftOneRequest(null)
            : await ApiBody.ReadAsync(context, ViewJson.Default.LiftOneRequest).ConfigureAwait(false);
        return Shown(await view.LiftAsync(id, NoteOf(context, request.Reason), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> ExtendAsync(
        string id,
        HttpContext context,
        IActiveResponseView view,
        CancellationToken cancellationToken
    )
    {
        var request = await ApiBody.ReadAsync(context, ViewJson.Default.ExtendRequest).ConfigureAwait(false);
        return Shown(await view.ExtendAsync(id, request, NoteOf(context, request.Reason), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> AllowAsync(HttpContext context, IActiveResponseView view, CancellationToken cancellationToken)
    {
        var request = await ApiBody.ReadAsync(context, ViewJson.Default.AllowRequest).ConfigureAwait(false);
        return Shown(await view.AllowAsync(request, NoteOf(context, request.Reason), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> DisallowAsync(
        string entry,
        HttpContext context,
        IActiveResponseView view,
        CancellationToken cancellationToken
    ) =>
        // The slash of a network is left encoded in paths.
        Shown(await view.DisallowAsync(Uri.UnescapeDataString(entry), NoteOf(context, null), cancellationToken).ConfigureAwait(false));

    private static OrderNote NoteOf(HttpContext context, string? reason) => ApiMapping.Of(context).NoteOf(context, reason);

    private static IResult Shown(ChangeReply reply) => TypedResults.Json(reply, ViewJson.Default.ChangeReply);
}
