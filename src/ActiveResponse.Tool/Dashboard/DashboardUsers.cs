using System.Security.Claims;
using System.Text.Encodings.Web;
using ActiveResponse.AspNetCore.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Knows callers by their session's cookie, or a script by its token.</summary>
internal sealed class DashboardUsers(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SignIns signIns,
    AttemptLimit attempts,
    DashboardSettings settings
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "dashboard";
    private const string Bearer = "Bearer ";

    /// <summary>The cookie; browsers send one of this prefix only to the host that has set it, over TLS.</summary>
    public static string CookieOf(DashboardSettings settings) =>
        (settings.Certificate is null ? "" : "__Host-") + $"active-response-{settings.Listen.Port}";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            Request.Headers.Authorization.ToString() is { Length: > 0 } given
                ? OfToken(given)
                : OfSession(Request.Cookies[CookieOf(settings)])
        );

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.Headers.Authorization.Count > 0 && !attempts.MayTry(Context.Connection.RemoteIpAddress))
        {
            return SignInEndpoints.TooManyAsync(Context);
        }

        return
            Request.Path.StartsWithSegments(DashboardSettings.Prefix + "/api", StringComparison.Ordinal)
            || Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
            ? new ApiProblem(
                "Signed out",
                StatusCodes.Status401Unauthorized,
                "There is no session, or it has ended.",
                "Sign in again with a new link, or send the token of --token-file: 'Authorization: Bearer TOKEN'."
            ).WriteAsync(Context)
            : SignInPage.WriteAsync(Context, settings, StatusCodes.Status401Unauthorized);
    }

    private AuthenticateResult OfToken(string given)
    {
        var address = Context.Connection.RemoteIpAddress;
        if (!attempts.MayTry(address))
        {
            return AuthenticateResult.Fail("too many attempts");
        }

        if (given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && signIns.IsToken(given[Bearer.Length..].Trim()))
        {
            attempts.Succeeded(address);
            return Known($"{settings.Owner} (token)");
        }

        attempts.Failed(address);
        return AuthenticateResult.Fail("wrong token");
    }

    private AuthenticateResult OfSession(string? id) => signIns.NameOf(id) is { } name ? Known(name) : AuthenticateResult.NoResult();

    private static AuthenticateResult Known(string name) =>
        AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName)), SchemeName)
        );
}
