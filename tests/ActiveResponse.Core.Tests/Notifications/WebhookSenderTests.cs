using System.Net;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Notifications;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Notifications;

public sealed class WebhookSenderTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(200, true, false)]
    [InlineData(204, true, false)]
    [InlineData(302, false, false)]
    [InlineData(400, false, false)]
    [InlineData(404, false, false)]
    [InlineData(408, false, true)]
    [InlineData(429, false, true)]
    [InlineData(500, false, true)]
    [InlineData(503, false, true)]
    public async Task The_status_decides_whether_it_arrived_and_whether_to_try_again(int status, bool arrived, bool mayRetry)
    {
        using var sender = Sender(_ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)));
        var result = await sender.SendAsync("{}", CancellationToken.None);
        (result.Problem is null, result.MayRetry).Should().Be((arrived, mayRetry));
        if (!arrived)
        {
            result.Problem.Should().Contain($"it answered {status}");
        }
    }

    [Fact]
    public async Task A_time_to_wait_is_taken_from_the_answer()
    {
        using var seconds = Sender(_ => Task.FromResult(Busy("30")));
        (await seconds.SendAsync("{}", CancellationToken.None)).RetryAfter.Should().Be(TimeSpan.FromSeconds(30));

        using var date = Sender(_ => Task.FromResult(Busy(_clock.GetUtcNow().AddSeconds(90).ToString("R"))));
        (await date.SendAsync("{}", CancellationToken.None))
            .RetryAfter.Should()
            .BeCloseTo(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_token_goes_along_and_is_shown_nowhere()
    {
        HttpRequestMessage? seen = null;
        var options = new WebhookNotificationOptions
        {
            Url = new Uri("https://hooks.example/T0?key=s3cret"),
            Token = "t0ken",
            Template = "{target}",
        };
        using var sender = new WebhookSender(
            options,
            new HttpClient(
                new Handler(request =>
                {
                    seen = request;
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
                })
            ),
            _clock
        );
        await sender.SendAsync("203.0.113.1", CancellationToken.None);
        seen!.Headers.Authorization!.ToString().Should().Be("Bearer t0ken");
        seen.Content!.Headers.ContentType!.ToString().Should().Be("text/plain; charset=utf-8");
        $"{options} {sender.Name}".Should().NotContainAny("t0ken", "s3cret").And.Contain("https://hooks.example");
    }

    [Fact]
    public void A_password_in_the_address_is_refused_and_not_shown()
    {
        var options = new WebhookNotificationOptions { Url = new Uri("https://bot:s3cret@hooks.example/x") };
        options.ToString().Should().Be("webhook https://hooks.example");
        options
            .Invoking(static one => NotificationObservers.Webhook(one))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*Url must have no user and password: set Token*");
    }

    [Fact]
    public async Task No_answer_in_time_is_tried_again()
    {
        var asked = new TaskCompletionSource();
        using var sender = Sender(async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("unreachable");
        });
        var sending = sender.SendAsync("{}", CancellationToken.None);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await sending).Should().Be(SendResult.Retry("no answer within 10 s"));
    }

    [Fact]
    public async Task A_host_that_refuses_connections_is_tried_again()
    {
        using var sender = Sender(_ => throw new HttpRequestException("Connection refused (127.0.0.1:1)"));
        var result = await sender.SendAsync("{}", CancellationToken.None);
        (result.MayRetry, result.Problem).Should().Be((true, "Connection refused (127.0.0.1:1)"));
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("/only/a/path")]
    public void An_address_must_be_of_the_web(string url)
    {
        var create = () => NotificationObservers.Webhook(new WebhookNotificationOptions { Url = new Uri(url, UriKind.RelativeOrAbsolute) });
        create.Should().Throw<OptionsValidationException>().WithMessage("*Url must be an absolute http or https address*");
    }

    [Fact]
    public async Task A_block_is_posted_to_a_real_receiver_and_the_health_report_knows_it()
    {
        using var receiver = new Receiver();
        var services = new ServiceCollection();
        services
            .AddActiveResponse()
            .AddResponder(_ => new RecordingResponder("firewall-drop"))
            .AddWebhookNotifications(
                new WebhookNotificationOptions { Url = receiver.Address, Template = "{outcome} {target} {responder}" }
            );
        await using (var provider = services.BuildServiceProvider())
        {
            var engine = provider.GetRequiredService<ActiveResponseEngine>();
            await engine.StartAsync();
            await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.9"));
            (await receiver.NextAsync()).Should().Be("applied 203.0.113.9 firewall-drop");
            var health = await engine.CheckHealthAsync();
            health
                .Findings.Should()
                .ContainSingle(static one => one.Check.StartsWith("notifications to webhook http://127.0.0.1:"))
                .Which.IsFine.Should()
                .BeTrue();
        }
    }

    private static HttpResponseMessage Busy(string retryAfter)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    private WebhookSender Sender(Func<CancellationToken, Task<HttpResponseMessage>> answer) =>
        new(
            new WebhookNotificationOptions { Url = new Uri("https://hooks.example/") },
            new HttpClient(new Handler((_, cancellationToken) => answer(cancellationToken))),
            _clock
        );

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        public Handler(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer)
            : this((request, _) => answer(request)) { }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}
