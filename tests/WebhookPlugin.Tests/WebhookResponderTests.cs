using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;

namespace WebhookPlugin.Tests;

public sealed class WebhookResponderTests : IAsyncLifetime
{
    private const string Secret = "s3cret-token";
    private readonly LocalService _service = new();
    private readonly HttpClient _http = LocalService.Client();
    private readonly ManualClock _clock = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Posts_who_is_blocked_why_and_until_when()
    {
        var result = await Responder().ApplyAsync(Order(), CancellationToken.None);

        result.Should().Be(ResponderResult.Applied("HTTP 201"));
        var request = _service.Requests.Should().ContainSingle().Subject;
        request.Path.Should().Be("/block");
        request.Authorization.Should().Be($"Bearer {Secret}");
        request
            .Body.Should()
            .Be(
                """{"address":"203.0.113.9","response":"webhook600","alertId":"1754300000.1","ruleId":"""
                    + """5712,"until":"2026-01-01T00:10:00+00:00"}"""
            );
    }

    [Theory]
    [InlineData(200, ActionOutcome.Applied)]
    [InlineData(204, ActionOutcome.Applied)]
    [InlineData(302, ActionOutcome.Failed)]
    [InlineData(400, ActionOutcome.Refused)]
    [InlineData(401, ActionOutcome.Refused)]
    [InlineData(404, ActionOutcome.Refused)]
    [InlineData(408, ActionOutcome.Failed)]
    [InlineData(429, ActionOutcome.Failed)]
    [InlineData(500, ActionOutcome.Failed)]
    [InlineData(503, ActionOutcome.Failed)]
    public async Task The_status_of_a_block_decides_the_outcome(int status, ActionOutcome outcome)
    {
        _service.Status = status;

        var result = await Responder().ApplyAsync(Order(), CancellationToken.None);

        (result.Outcome, result.Detail).Should().Be((outcome, $"HTTP {status}"));
    }

    [Theory]
    [InlineData(200, ActionOutcome.Lifted)]
    [InlineData(404, ActionOutcome.AlreadyLifted)]
    [InlineData(403, ActionOutcome.Refused)]
    [InlineData(500, ActionOutcome.Failed)]
    public async Task The_status_of_an_unblock_decides_the_outcome(int status, ActionOutcome outcome)
    {
        _service.Status = status;

        (await Responder().RevertAsync(Order(), CancellationToken.None)).Outcome.Should().Be(outcome);
        _service.Requests.Should().ContainSingle().Which.Path.Should().Be("/unblock");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_has_timed_out()
    {
        var never = new TaskCompletionSource();
        _service.Until = never.Task;
        var run = Responder().ApplyAsync(Order(), CancellationToken.None).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(9));
        run.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await run).Should().Be(ResponderResult.TimedOut("no response within 10 s"));
        never.SetResult();
    }

    [Fact]
    public async Task Cancelling_while_it_waits_is_passed_on()
    {
        var never = new TaskCompletionSource();
        _service.Until = never.Task;
        using var cancel = new CancellationTokenSource();
        var run = Responder().ApplyAsync(Order(), cancel.Token).AsTask();

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        never.SetResult();
    }

    [Fact]
    public async Task A_service_that_is_not_there_has_failed()
    {
        var options = Options();
        await _service.DisposeAsync();

        var result = await new WebhookResponder(_http, options, _clock).ApplyAsync(Order(), CancellationToken.None);

        result.Should().Be(ResponderResult.Failed("no connection: ConnectionError"));
    }

    [Fact]
    public async Task The_token_is_in_no_text()
    {
        var options = Options();
        _service.Status = 401;
        var refused = await Responder().ApplyAsync(Order(), CancellationToken.None);
        await _service.DisposeAsync();
        var failed = await Responder(options).ApplyAsync(Order(), CancellationToken.None);

        new[] { options.ToString(), refused.ToString(), failed.ToString() }.Should().OnlyContain(static text => !text!.Contains(Secret));
    }

    [Theory]
    [InlineData("ftp://192.0.2.1/block")]
    [InlineData("/block")]
    public void An_address_that_is_not_of_the_web_is_refused(string address)
    {
        var make = () => Responder(Options() with { Block = new Uri(address, UriKind.RelativeOrAbsolute) });

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_timeout_of_nothing_is_refused()
    {
        var make = () => Responder(Options() with { Timeout = TimeSpan.Zero });

        make.Should().Throw<ArgumentOutOfRangeException>();
    }

    private WebhookResponder Responder(WebhookOptions? options = null) => new(_http, options ?? Options(), _clock);

    private WebhookOptions Options() =>
        new()
        {
            Block = new Uri(_service.Address, "block"),
            Unblock = new Uri(_service.Address, "unblock"),
            Token = Secret,
        };

    private static ResponderContext Order() =>
        new()
        {
            Order = new ResponseOrder
            {
                ResponseName = "webhook600",
                Command = new CommandDefinition
                {
                    Name = "webhook",
                    Executable = "webhook",
                    TimeoutAllowed = true,
                },
                Responder = "webhook",
                Subject = Subject.Of(AddressPrefix.From(IPAddress.Parse("203.0.113.9"))),
                Location = ResponseLocation.Local,
                RunsHere = true,
                Origin = new ResponseOrigin
                {
                    AlertId = "1754300000.1",
                    RuleId = 5712,
                    Level = 10,
                },
            },
            Until = new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero),
        };
}
