using ActiveResponse.AspNetCore.Views;
using ActiveResponse.State;
using Microsoft.AspNetCore.Http;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>What all endpoints of the API have in common.</summary>
internal static class ApiFilters
{
    /// <summary>Turns what a view can't do into a problem, and keeps replies out of caches that others share.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (ViewException e)
        {
            return ApiProblem.Of(e).AsResult();
        }
        catch (ResponseStoreException e)
        {
            return ApiProblem.Of(e).AsResult();
        }
        catch (BadHttpRequestException e)
        {
            // E.g. larger than the server takes.
            return new ApiProblem("The request is wrong", e.StatusCode, ShownText.Of(e.Message)).AsResult();
        }
    }

    public static ValueTask<object?> RefuseCrossSiteAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CrossSite.ProblemOfRead(context.HttpContext.Request) is { } problem
            ? ValueTask.FromResult<object?>(problem.AsResult())
            : next(context);

    public static ValueTask<object?> RefuseCrossSiteChangeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CrossSite.ProblemOfChange(context.HttpContext.Request) is { } problem
            ? ValueTask.FromResult<object?>(problem.AsResult())
            : next(context);
}
