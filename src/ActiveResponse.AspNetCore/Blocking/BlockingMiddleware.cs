using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ActiveResponse.AspNetCore.Blocking;

/// <summary>Refuses requests from blocked addresses.</summary>
internal sealed class BlockingMiddleware
{
    private static readonly byte[] Answer = "Your address is blocked.\n"u8.ToArray();

    private readonly RequestDelegate _next;
    private readonly BlockedAddresses _blocked;
    private readonly bool _aborts;
    private readonly Counter<long> _refused;

    public BlockingMiddleware(RequestDelegate next, BlockedAddresses blocked, IOptions<InAppBlockingOptions> options, IMeterFactory meters)
    {
        (_next, _blocked, _aborts) = (next, blocked, options.Value.AbortsConnection);
        _refused = meters
            .Create(ActiveResponseDiagnostics.MeterName)
            .CreateCounter<long>("active_response.app.refused", "{request}", "Requests from blocked addresses that the app refused.");
    }

    public Task InvokeAsync(HttpContext context) =>
        _blocked.IsBlocked(context.Connection.RemoteIpAddress) ? RefuseAsync(context) : _next(context);

    private Task RefuseAsync(HttpContext context)
    {
        _refused.Add(1);
        if (_aborts)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(Answer, context.RequestAborted).AsTask();
    }
}
