using System.Text;
using System.Text.Json;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>A stream of events until the client hangs up (server-sent events).</summary>
/// <param name="events">The events.</param>
/// <param name="clock">The clock.</param>
internal sealed class EventStreamResult(EventLog events, TimeProvider clock) : IResult
{
    /// <summary>A comment is sent after so long without an event, so that both ends notice when the other is gone.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    // A client that reads nothing for so long is cut off.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int AtOnce = 256;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var mapping = ApiMapping.Of(httpContext);
        if (!mapping.TryBeginStream())
        {
            httpContext.Response.Headers.RetryAfter = "30";
            await new ApiProblem(
                "Too many event streams",
                StatusCodes.Status503ServiceUnavailable,
                $"{mapping.Options.MaxEventStreams} are open, which is the limit.",
                "Close one, or raise MaxEventStreams."
            )
                .WriteAsync(httpContext)
                .ConfigureAwait(false);
            return;
        }

        events.BeginReading();
        try
        {
            await StreamAsync(httpContext).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client is gone or too slow, or the host stops.
        }
        finally
        {
            events.EndReading();
            mapping.EndStream();
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        // A stream would otherwise hold up the stop of its host.
        var lifetime = context.RequestServices.GetService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime?.ApplicationStopping ?? CancellationToken.None
        );
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var (place, isLost) = PlaceOf(context.Request.Headers["Last-Event-ID"]);
        var text = new StringBuilder("retry: 3000\n: connected\n\n");
        if (isLost)
        {
            Append(text, place, EventKinds.Lost, LostOf(0));
        }

        while (true)
        {
            await FlushAsync(context, text, end.Token).ConfigureAwait(false);
            var taken = events.Take(ref place, AtOnce, out var missed, out var added);
            if (missed > 0)
            {
                Append(text, place - taken.Count, EventKinds.Lost, LostOf(missed));
            }

            foreach (var entry in taken)
            {
                Append(text, entry.Number, entry.Kind, await entry.DataAsync(end.Token).ConfigureAwait(false));
            }

            if (taken.Count == 0 && missed == 0 && !await IsAddedAsync(added, end.Token).ConfigureAwait(false))
            {
                text.Append(": alive\n\n");
            }
        }
    }

    private (long Place, bool IsLost) PlaceOf(string? lastId) =>
        string.IsNullOrEmpty(lastId) ? (events.Last, false) : (events.PlaceAfter(lastId) ?? events.Last, events.PlaceAfter(lastId) is null);

    private async Task<bool> IsAddedAsync(Task added, CancellationToken cancellationToken)
    {
        try
        {
            await added.WaitAsync(KeepAlive, clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task FlushAsync(HttpContext context, StringBuilder text, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        text.Clear();
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await context.Response.Body.WriteAsync(bytes, either.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            context.Abort();
            throw;
        }
    }

    private void Append(StringBuilder text, long number, string kind, byte[] data) =>
        text.Append("id: ")
            .Append(events.IdOf(number))
            .Append("\nevent: ")
            .Append(kind)
            .Append("\ndata: ")
            .Append(Encoding.UTF8.GetString(data))
            .Append("\n\n");

    private static byte[] LostOf(long missed) => JsonSerializer.SerializeToUtf8Bytes(new LostEvent(missed), ViewJson.Default.LostEvent);
}
