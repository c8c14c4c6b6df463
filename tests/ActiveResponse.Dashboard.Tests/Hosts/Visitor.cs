using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Dashboard.Tests.Hosts;

/// <summary>Who looks at the page.</summary>
internal enum Visitor
{
    Nobody,
    Reader,
    Operator,
}

/// <summary>The visitor that a test sets.</summary>
internal sealed class VisitorBook
{
    public Visitor Now { get; set; } = Visitor.Operator;
}

/// <summary>Signs in whom the test says.</summary>
internal sealed class VisitorSignIn(
    VisitorBook book,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "visitor";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (book.Now == Visitor.Nobody)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, "alice"), new Claim(ClaimTypes.Role, book.Now == Visitor.Operator ? "operator" : "reader")],
            Name
        );
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
