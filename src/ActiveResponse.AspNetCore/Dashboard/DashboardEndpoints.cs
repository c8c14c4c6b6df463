using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ActiveResponse.AspNetCore.Dashboard;

/// <summary>Serves the page and its files.</summary>
internal static class DashboardEndpoints
{
    /// <summary>What the page may load and do: its own files and its own API, in no one's frame, no text as a script.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void Map(RouteGroupBuilder page)
    {
        page.MapGet("/", PageOf);
        page.MapGet("/assets/{**name}", AssetOf);
    }

    /// <summary>Sets what every page has in common.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "private, no-cache";
    }

    private static IResult PageOf(HttpContext context, DashboardFiles files)
    {
        var request = context.Request;

        // Its files are beside it, so its address must end like that of a folder.
        return request.Path.Value?.EndsWith('/') == false
            ? TypedResults.LocalRedirect($"~{request.Path}/{request.QueryString}")
            : Send(context, files.Find(DashboardFiles.Page));
    }

    private static IResult AssetOf(string name, HttpContext context, DashboardFiles files) => Send(context, files.Find("assets/" + name));

    private static IResult Send(HttpContext context, DashboardFile? file)
    {
        Protect(context.Response);
        return file is null
            ? TypedResults.NotFound()
            : TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: EntityTagHeaderValue.Parse(file.Tag));
    }
}
