using ActiveResponse.AspNetCore.Views;
using ActiveResponse.State;
using Microsoft.AspNetCore.Http;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>Why a request wasn't answered (RFC 9457).</summary>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Remedy">What to do, or null.</param>
internal sealed record ApiProblem(string Title, int Status, string Detail, string? Remedy = null)
{
    public const string ContentType = "application/problem+json";

    public IResult AsResult() => TypedResults.Json(this, ViewJson.Default.ApiProblem, ContentType, Status);

    public Task WriteAsync(HttpContext context) => AsResult().ExecuteAsync(context);

    public static ApiProblem Of(ViewException e) =>
        e.Problem switch
        {
            ViewProblem.Invalid => new("The request is wrong", StatusCodes.Status400BadRequest, e.Message, e.Remedy),
            ViewProblem.NotFound => new("Not found", StatusCodes.Status404NotFound, e.Message, e.Remedy),
            ViewProblem.NoFleet => new("The fleet can't be read", StatusCodes.Status503ServiceUnavailable, e.Message, e.Remedy),
            _ => new("The agent doesn't answer", StatusCodes.Status503ServiceUnavailable, e.Message, e.Remedy),
        };

    public static ApiProblem Of(ResponseStoreException e) =>
        new("The store doesn't answer", StatusCodes.Status503ServiceUnavailable, ShownText.Of(e.Message));
}
