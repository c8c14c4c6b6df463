using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Notifications;

/// <summary>Posts notifications to a web address.</summary>
internal sealed class WebhookSender(WebhookNotificationOptions options, HttpClient http, TimeProvider clock)
    : INotificationSender,
        IDisposable
{
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    public string Name => options.ToString();

    /// <summary>A client that follows no redirects: they could carry the token elsewhere.</summary>
    public static HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLife })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    public async Task<SendResult> SendAsync(string text, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url)
        {
            Content = new StringContent(text, Encoding.UTF8, options.IsJson ? "application/json" : "text/plain"),
        };
        if (options.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            // The answer's text doesn't matter, and could be endless.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return ResultOf(answer);
        }
        catch (HttpRequestException e)
        {
            return SendResult.Retry(SafeText.Of(e.Message, 400));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Retry(FormattableString.Invariant($"no answer within {options.Timeout.TotalSeconds} s"));
        }
    }

    public void Dispose() => http.Dispose();

    private SendResult ResultOf(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            return SendResult.Delivered;
        }

        var problem = FormattableString.Invariant($"it answered {(int)answer.StatusCode}");
        return answer.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => SendResult.Retry(
                problem,
                RetryAfter(answer)
            ),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => SendResult.Final(
                $"{problem}, a redirect: set the address it leads to"
            ),
            _ => SendResult.Final(problem),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - clock.GetUtcNow() : null;
}
