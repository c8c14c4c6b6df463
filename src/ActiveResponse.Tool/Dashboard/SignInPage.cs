using System.Text;
using ActiveResponse.AspNetCore.Dashboard;
using Microsoft.AspNetCore.Http;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>The page of those who aren't signed in: says how to.</summary>
internal static class SignInPage
{
    private const string Style = DashboardSettings.Prefix + "/sign-in.css";

    /// <summary>The style of the page, which has none of the dashboard's files: they need a session.</summary>
    public const string Css = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 34rem; margin: 15vh auto 0; padding: 0 1rem; }
        form { display: flex; flex-wrap: wrap; gap: .5rem; }
        input { flex: 1 1 14rem; font: inherit; padding: .5rem; }
        button { font: inherit; padding: .5rem 1rem; }
        [role=alert] { font-weight: 600; }

        """;

    public static Task WriteAsync(HttpContext context, DashboardSettings settings, int status, string? problem = null)
    {
        DashboardEndpoints.Protect(context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(TextOf(settings, problem)), context.RequestAborted).AsTask();
    }

    // Nothing of a request is in it, so nothing needs to be escaped.
    private static string TextOf(DashboardSettings settings, string? problem) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in: active response</title>
            <link rel="stylesheet" href="{Style}"></head>
            <body>
            <main>
            <h1>Sign in</h1>
            {(problem is null ? "" : $"""<p role="alert">{problem}</p>""")}
            <p>Open the link that <code>active-response dashboard</code> has printed on its terminal. It works once, within five minutes;
            press Enter there for a new one.</p>
            {(settings.Password is null && settings.Token is null ? "" : FormOf(settings))}
            </main>
            </body>
            </html>

            """;

    private static string FormOf(DashboardSettings settings) =>
        $"""
            <form method="post" action="{DashboardSettings.Prefix}/sign-in">
            <input name="secret" type="password" required autocomplete="current-password" aria-label="{LabelOf(settings)}"
            placeholder="{LabelOf(settings)}">
            <button>Sign in</button>
            </form>
            """;

    private static string LabelOf(DashboardSettings settings) => settings.Password is null ? "Token" : "Password";
}
