using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace WebhookPlugin;

/// <summary>Tells a web service whom to block and whom to unblock.</summary>
/// <remarks>2xx: done. 404 to an unblock: it was gone already. Another 4xx: refused, trying again makes no sense. Anything else:
/// failed.</remarks>
public sealed class WebhookResponder : IReversibleResponder
{
    private readonly HttpClient _http;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WebhookResponder(HttpClient http, WebhookOptions options, TimeProvider clock)
    {
        options.Check();
        (_http, _options, _clock) = (http, options, clock);
    }

    public string Name => _options.Name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var (status, why) = await PostAsync(_options.Block, context, cancellationToken).ConfigureAwait(false);
        return status is >= 200 and < 300 ? ResponderResult.Applied(why) : Failure(status, why);
    }

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var (status, why) = await PostAsync(_options.Unblock, context, cancellationToken).ConfigureAwait(false);
        return status switch
        {
            >= 200 and < 300 => ResponderResult.Lifted(why),
            (int)HttpStatusCode.NotFound => ResponderResult.AlreadyLifted(why),
            _ => Failure(status, why),
        };
    }

    private async Task<(int? Status, string Why)> PostAsync(Uri to, ResponderContext context, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Content = JsonContent.Create(MessageOf(context), WebhookJson.Default.WebhookMessage),
        };
        request.Headers.Authorization = _options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return ((int)answer.StatusCode, $"HTTP {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no response within {_options.Timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            // The message of the exception may hold what the address holds; the kind of error says enough.
            return (0, $"no connection: {e.HttpRequestError}");
        }
    }

    private static ResponderResult Failure(int? status, string why) =>
        status switch
        {
            null => ResponderResult.TimedOut(why),
            // Asked too often, or too slowly: another try may work.
            (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests => ResponderResult.Failed(why),
            >= 400 and < 500 => ResponderResult.Refused(why),
            _ => ResponderResult.Failed(why),
        };

    private static WebhookMessage MessageOf(ResponderContext context) =>
        new(
            context.Subject.Address?.ToString() ?? "",
            context.Order.ResponseName,
            context.Order.Origin.AlertId,
            context.Order.Origin.RuleId,
            context.Until
        );
}
