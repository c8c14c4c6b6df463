using Microsoft.AspNetCore.Http;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>Refuses requests that another site's page makes with a browser's credentials.</summary>
internal static class CrossSite
{
    /// <summary>A header that no form can send, and no other site's script without being allowed to.</summary>
    public const string Header = "X-Active-Response";

    /// <summary>Why a request that only reads is refused; null if it isn't.</summary>
    public static ApiProblem? ProblemOfRead(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            ? Refused("A page of another site has made this request.")
            : null;

    /// <summary>Why a request that changes something is refused; null if it isn't.</summary>
    public static ApiProblem? ProblemOfChange(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin"))
        {
            return Refused("A page of another site has made this request.");
        }

        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(origin, request))
        {
            return Refused(
                $"The request's origin, {Views.ShownText.Of(origin)}, isn't {request.Scheme}://{request.Host}.",
                "Behind a proxy, configure forwarded headers so that the host knows its own scheme and name."
            );
        }

        return request.Headers[Header] == "1"
            ? null
            : Refused($"The header {Header} is missing.", $"Send '{Header}: 1' with every request that changes something.");
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static ApiProblem Refused(string detail, string? remedy = null) =>
        new("Refused", StatusCodes.Status403Forbidden, detail, remedy);
}
