using System.Collections.Concurrent;
using System.Text.Json;
using ActiveResponse.Execution;
using ActiveResponse.Notifications;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Notifications;

public sealed class NotificationTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly Sender _sender = new();
    private NotificationObserver? _observer;

    public ValueTask DisposeAsync() => _observer?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_selected_is_sent_in_order_and_the_rest_is_not()
    {
        Observe(new Options { Template = "{outcome} {target}", Outcomes = [ActionOutcome.Applied, ActionOutcome.Failed] });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await TellAsync("203.0.113.2", ActionOutcome.Extended);
        await TellAsync("203.0.113.3", ActionOutcome.Failed);

        await Until.TrueAsync(() => _sender.Sent.Count == 2);
        _sender.Sent.Should().Equal("applied 203.0.113.1", "failed 203.0.113.3");
    }

    [Fact]
    public async Task Without_a_template_it_is_one_object_with_all_fields()
    {
        Observe(new Options());
        await TellAsync("203.0.113.1", ActionOutcome.Refused, "an address of this host");

        await Until.TrueAsync(() => _sender.Sent.Count == 1);
        using var json = JsonDocument.Parse(_sender.Sent.Single());
        json.RootElement.EnumerateObject()
            .Select(static member => member.Name)
            .Should()
            .Equal(NotifiedOutcome.Fields.Select(static f => f.Name));
        string Of(string name) => json.RootElement.GetProperty(name).GetString()!;
        (Of("outcome"), Of("target"), Of("rule"), Of("alert"), Of("detail"), Of("host"))
            .Should()
            .Be(("refused", "203.0.113.1", "5712", "1754300000.1", "an address of this host", Environment.MachineName));
    }

    [Fact]
    public async Task Who_did_it_by_hand_and_why_are_fields()
    {
        Observe(new Options { Template = "{by}: {reason}" });
        await _observer!.OnExecutedAsync(
            new ExecutedAction
            {
                Order = Some.Order(),
                Verb = ActionVerb.Apply,
                Outcome = ActionOutcome.Applied,
                At = _clock.GetUtcNow(),
                Note = new OrderNote { By = "alice", Reason = "ticket 12" },
            },
            CancellationToken.None
        );
        await Until.TrueAsync(() => _sender.Sent.Count == 1);
        _sender.Sent.Single().Should().Be("alice: ticket 12");
    }

    [Fact]
    public async Task A_hostile_value_stays_a_value_of_the_template()
    {
        Observe(new Options { Template = """{"text":"{outcome} {target}: {detail}","n":{}}""" });
        await TellAsync("203.0.113.1", ActionOutcome.Failed, "\",\"text\":\"{target}\n\u202e\uDCFF");

        await Until.TrueAsync(() => _sender.Sent.Count == 1);
        using var json = JsonDocument.Parse(_sender.Sent.Single());
        json.RootElement.GetProperty("text").GetString().Should().Be("failed 203.0.113.1: \",\"text\":\"{target}\\u000a\\u202e\\xff");
    }

    [Theory]
    [InlineData("{outcom}", "'outcom' isn't a field; fields are at, host")]
    [InlineData(" ", "it is empty")]
    public void A_mistake_in_a_template_is_an_error_with_the_remedy(string template, string problem)
    {
        var create = () =>
            NotificationObservers.Webhook(new WebhookNotificationOptions { Url = new Uri("https://example.com/"), Template = template });
        create.Should().Throw<OptionsValidationException>().WithMessage($"*Template must be usable: {problem}*");
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_after_growing_pauses_and_the_next_waits_its_turn()
    {
        _sender.Answers.Enqueue(SendResult.Retry("it answered 503"));
        _sender.Answers.Enqueue(SendResult.Retry("it answered 503", TimeSpan.FromSeconds(7)));
        List<TimeSpan> pauses = [];
        _clock.TimerStarted = pauses.Add;
        Observe(new Options { Template = "{target}" });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await TellAsync("203.0.113.2", ActionOutcome.Applied);

        await _clock.AdvanceUntilAsync(Until.TrueAsync(() => _sender.Sent.Count == 4));
        _sender.Sent.Should().Equal("203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2");
        pauses.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7));
        (_observer!.Lost, _observer.Problem, _log.Of(612)).Should().Be((0, null, 1));
    }

    [Fact]
    public async Task What_can_t_be_delivered_is_lost_logged_once_and_in_the_health_report()
    {
        _sender.Fallback = SendResult.Final("it answered 404");
        Observe(new Options { Template = "{target}" });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await TellAsync("203.0.113.2", ActionOutcome.Applied);

        await Until.TrueAsync(() => _observer!.Lost == 2);
        _sender.Sent.Should().HaveCount(2);
        _log.Of(611).Should().Be(1);
        var finding = (await new NotificationHealth(_observer!).CheckAsync(CancellationToken.None)).Single();
        finding
            .Should()
            .Be(new HealthFinding("notifications to test", false, "0 waiting, 2 lost; the last attempt failed: it answered 404"));

        _sender.Fallback = SendResult.Delivered;
        await TellAsync("203.0.113.3", ActionOutcome.Applied);
        await Until.TrueAsync(() => _log.Of(612) == 1);
        (await new NotificationHealth(_observer!).CheckAsync(CancellationToken.None)).Single().IsFine.Should().BeTrue();
    }

    [Fact]
    public async Task A_sender_that_throws_ends_nothing()
    {
        _sender.Throws = true;
        Observe(new Options { Template = "{target}" });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await Until.TrueAsync(() => _observer!.Lost == 1);

        _sender.Throws = false;
        await TellAsync("203.0.113.2", ActionOutcome.Applied);
        await Until.TrueAsync(() => _sender.Sent.Count == 2);
    }

    [Fact]
    public async Task Beyond_the_limit_of_a_minute_the_rest_is_one_notification()
    {
        Observe(new Options { Template = "{outcome} {target}{detail}", MaxPerMinute = 2 });
        for (var i = 1; i <= 5; i++)
        {
            await TellAsync($"203.0.113.{i}", ActionOutcome.Applied);
        }

        await Until.TrueAsync(() => _sender.Sent.Count == 2);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => _sender.Sent.Count == 3);
        _sender.Sent.Last().Should().Be("more 3 more outcomes in this minute weren't sent one by one");

        // It was the first of the next minute, which has room for one.
        await TellAsync("203.0.113.6", ActionOutcome.Applied);
        await TellAsync("203.0.113.7", ActionOutcome.Applied);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => _sender.Sent.Count == 5);
        _sender.Sent.TakeLast(2).Should().Equal("applied 203.0.113.6", "more 1 more outcomes in this minute weren't sent one by one");
    }

    [Fact]
    public async Task A_receiver_that_hangs_fills_the_queue_and_holds_up_nobody()
    {
        _sender.Hangs = new TaskCompletionSource();
        Observe(new Options { Template = "{target}", QueueCapacity = 2 });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await Until.TrueAsync(() => _sender.Sent.Count == 1);
        for (var i = 2; i <= 5; i++)
        {
            await TellAsync($"203.0.113.{i}", ActionOutcome.Applied);
        }

        (_observer!.Waiting, _observer.Lost).Should().Be((2, 2));
        _sender.Hangs.SetResult();
        await Until.TrueAsync(() => _sender.Sent.Count == 3);
        _sender.Sent.Should().Equal("203.0.113.1", "203.0.113.2", "203.0.113.3");
    }

    [Fact]
    public async Task A_stop_sends_what_waits_and_doesnt_wait_for_ever()
    {
        Observe(new Options { Template = "{target}" });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await TellAsync("203.0.113.2", ActionOutcome.Applied);
        await _observer!.DisposeAsync();
        _sender.Sent.Should().HaveCount(2);

        _sender.Hangs = new TaskCompletionSource();
        Observe(new Options { Template = "{target}" });
        await TellAsync("203.0.113.3", ActionOutcome.Applied);
        await Until.TrueAsync(() => _sender.Sent.Count == 3);
        await TellAsync("203.0.113.4", ActionOutcome.Applied);
        await _clock.AdvanceUntilAsync(_observer!.DisposeAsync().AsTask());
        _log.Of(613).Should().Be(1);
        _log.All.Should().ContainMatch("613 *2 notifications*", "the one under way counts");
    }

    [Fact]
    public async Task A_stop_tells_how_many_were_not_sent_one_by_one()
    {
        Observe(new Options { Template = "{outcome} {target}{detail}", MaxPerMinute = 1 });
        await TellAsync("203.0.113.1", ActionOutcome.Applied);
        await TellAsync("203.0.113.2", ActionOutcome.Applied);

        await _observer!.DisposeAsync();

        _sender.Sent.Should().Equal("applied 203.0.113.1", "more 1 more outcomes in this minute weren't sent one by one");
    }

    private void Observe(NotificationOptions options) =>
        _observer = new NotificationObserver(options, _sender, _clock, _log.For<NotificationObserver>());

    private ValueTask TellAsync(string target, ActionOutcome outcome, string? detail = null) =>
        _observer!.OnExecutedAsync(
            new ExecutedAction
            {
                Order = Some.Order(subject: target),
                Verb = ActionVerb.Apply,
                Outcome = outcome,
                At = _clock.GetUtcNow(),
                Detail = detail,
            },
            CancellationToken.None
        );

    private sealed record Options : NotificationOptions;

    private sealed class Sender : INotificationSender
    {
        public string Name => "test";

        public ConcurrentQueue<string> Sent { get; } = new();

        public ConcurrentQueue<SendResult> Answers { get; } = new();

        public SendResult Fallback { get; set; } = SendResult.Delivered;

        public TaskCompletionSource? Hangs { get; set; }

        public bool Throws { get; set; }

        public async Task<SendResult> SendAsync(string text, CancellationToken cancellationToken)
        {
            Sent.Enqueue(text);
            if (Throws)
            {
                throw new InvalidOperationException("broken");
            }

            await (Hangs?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
            return Answers.TryDequeue(out var answer) ? answer : Fallback;
        }
    }
}
