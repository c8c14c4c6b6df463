using ActiveResponse.AspNetCore.Api;
using ActiveResponse.AspNetCore.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Signs in by link, token or password, and out.</summary>
internal static class SignInEndpoints
{
    private const string Wrong = "That isn't right, or it is no longer good.";
    private const long MostForm = 4 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardSettings.Prefix + "/sign-in", LinkAsync);
        app.MapPost(DashboardSettings.Prefix + "/sign-in", FormAsync);
        app.MapPost(DashboardSettings.Prefix + "/sign-out", SignOutAsync);
        app.MapGet(DashboardSettings.Prefix + "/sign-in.css", StyleAsync);
    }

    /// <summary>Answers who has tried too often.</summary>
    public static Task TooManyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return new ApiProblem(
            "Too many attempts",
            StatusCodes.Status429TooManyRequests,
            "Too many wrong tokens or passwords came within a minute.",
            "Try again in a minute."
        ).WriteAsync(context);
    }

    private static Task LinkAsync(HttpContext context)
    {
        var token = context.Request.Query["token"].ToString();
        return token.Length == 0
            ? SignInPage.WriteAsync(context, SettingsOf(context), StatusCodes.Status200OK)
            : TryAsync(context, (signIns, settings) => signIns.TryUseLink(token) ? settings.Owner : null);
    }

    private static async Task FormAsync(HttpContext context)
    {
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MostForm)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var secret = (await context.Request.ReadFormAsync(context.RequestAborted))["secret"].ToString();
        await TryAsync(context, (signIns, settings) => NameOf(signIns, settings, secret));
    }

    private static string? NameOf(SignIns signIns, DashboardSettings settings, string secret)
    {
        if (signIns.IsPassword(secret))
        {
            return $"{settings.Owner} (password)";
        }

        return signIns.IsToken(secret) ? $"{settings.Owner} (token)" : null;
    }

    private static Task TryAsync(HttpContext context, Func<SignIns, DashboardSettings, string?> nameOf)
    {
        var (settings, attempts) = (SettingsOf(context), context.RequestServices.GetRequiredService<AttemptLimit>());
        var signIns = context.RequestServices.GetRequiredService<SignIns>();
        var address = context.Connection.RemoteIpAddress;
        if (!attempts.MayTry(address))
        {
            return TooManyAsync(context);
        }

        if (nameOf(signIns, settings) is not { } name)
        {
            attempts.Failed(address);
            return SignInPage.WriteAsync(context, settings, StatusCodes.Status401Unauthorized, Wrong);
        }

        attempts.Succeeded(address);
        DashboardEndpoints.Protect(context.Response);
        context.Response.Cookies.Append(DashboardUsers.CookieOf(settings), signIns.Begin(name), CookieOf(settings));
        context.Response.Redirect(DashboardSettings.Prefix + "/");
        return Task.CompletedTask;
    }

    private static Task SignOutAsync(HttpContext context)
    {
        if (CrossSite.ProblemOfChange(context.Request) is { } problem)
        {
            return problem.WriteAsync(context);
        }

        var settings = SettingsOf(context);
        context.RequestServices.GetRequiredService<SignIns>().End(context.Request.Cookies[DashboardUsers.CookieOf(settings)]);
        context.Response.Cookies.Delete(DashboardUsers.CookieOf(settings), CookieOf(settings));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task StyleAsync(HttpContext context)
    {
        DashboardEndpoints.Protect(context.Response);
        context.Response.ContentType = "text/css; charset=utf-8";
        return context.Response.WriteAsync(SignInPage.Css, context.RequestAborted);
    }

    private static CookieOptions CookieOf(DashboardSettings settings) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = settings.Certificate is not null,
            Path = "/",
        };

    private static DashboardSettings SettingsOf(HttpContext context) => context.RequestServices.GetRequiredService<DashboardSettings>();
}
