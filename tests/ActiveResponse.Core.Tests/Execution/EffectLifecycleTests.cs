using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

public sealed class EffectLifecycleTests
{
    private readonly RecordingResponder _responder = new();

    [Fact]
    public async Task Applies_and_takes_back_when_the_timeout_has_passed()
    {
        await using var host = new ExecutionHarness(_responder);
        (await host.ApplyAsync(Some.Order(seconds: 600))).Outcome.Should().Be(ActionOutcome.Applied);

        await host.PassAsync(599);
        _responder.Calls.Should().Equal("add 203.0.113.9");

        await host.PassAsync(1);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
        host.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.Lifted);
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
        host.PendingTimeouts.Should().Be(0);
    }

    [Fact]
    public async Task A_second_alert_restarts_the_timer_and_runs_nothing()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 600));
        await host.PassAsync(500);

        (await host.ApplyAsync(Some.Order(seconds: 600, alertId: "2"))).Outcome.Should().Be(ActionOutcome.Extended);

        await host.PassAsync(599);
        _responder.Calls.Should().Equal("add 203.0.113.9");
        await host.PassAsync(1);
        _responder.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_effect_of_several_holders_ends_with_the_last_of_them()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 600, response: "long"));
        await host.ApplyAsync(Some.Order(seconds: 60, response: "short"));

        await host.PassAsync(60);
        _responder.Calls.Should().HaveCount(1, "the shorter alert must not shorten");

        await host.PassAsync(540);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task Permanent_wins_over_timed_and_stays_until_lifted()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 600, response: "timed"));
        await host.ApplyAsync(Some.Order(seconds: 0, response: "permanent"));
        await host.PassAsync(TimeSpan.FromDays(400));
        _responder.Calls.Should().HaveCount(1);

        var effects = await host.Store.ListAsync(CancellationToken.None);
        var lifted = await host.Endings.EndAsync(effects, RevertReason.Lifted, CancellationToken.None);

        lifted.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task Different_subjects_are_different_effects()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(subject: "203.0.113.9", seconds: 60));
        await host.ApplyAsync(Some.Order(subject: "2001:db8::9", seconds: 120));
        await host.PassAsync(60);
        _responder.Calls.Should().Equal("add 203.0.113.9", "add 2001:db8::9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_failed_apply_is_reported_and_not_remembered()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.Failed("no such table"));
        await using var host = new ExecutionHarness(_responder);

        var action = await host.ApplyAsync(Some.Order());

        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Be("no such table");
        (await host.EffectAsync(Some.Order())).Should().BeNull();
        host.PendingTimeouts.Should().Be(0);
    }

    [Fact]
    public async Task What_was_there_before_is_never_taken_back()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.AlreadyApplied("the administrator's"));
        await using var host = new ExecutionHarness(_responder);
        (await host.ApplyAsync(Some.Order(seconds: 60))).Outcome.Should().Be(ActionOutcome.AlreadyApplied);
        await host.PassAsync(TimeSpan.FromDays(1));
        _responder.Calls.Should().Equal("add 203.0.113.9");
    }

    [Fact]
    public async Task A_responder_that_throws_fails_its_order_and_nothing_else()
    {
        _responder.OnApply = static (context, _) =>
            context.Subject.ToString() == "203.0.113.9"
                ? throw new InvalidOperationException("broken plug-in")
                : ValueTask.FromResult(ResponderResult.Applied());
        await using var host = new ExecutionHarness(_responder);

        var broken = await host.ApplyAsync(Some.Order(subject: "203.0.113.9"));
        var fine = await host.ApplyAsync(Some.Order(subject: "203.0.113.10"));

        broken.Outcome.Should().Be(ActionOutcome.Failed);
        broken.Detail.Should().Contain("broken plug-in");
        fine.Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_failed_revert_is_tried_again_for_ever_with_growing_waits()
    {
        var fail = true;
        _responder.OnRevert = (_, _) => ValueTask.FromResult(fail ? ResponderResult.Failed("busy") : ResponderResult.Lifted());
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 60));

        await host.PassAsync(60);
        var effect = await host.EffectAsync(Some.Order());
        effect!.State.Should().Be(EffectState.Reverting);
        effect.RetryAt.Should().Be(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(5));

        await host.PassAsync(5);
        (await host.EffectAsync(Some.Order()))!.RetryAt.Should().Be(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(10));
        for (var i = 0; i < 12; i++)
        {
            await host.PassAsync(TimeSpan.FromMinutes(5));
        }

        (await host.EffectAsync(Some.Order()))!.FailedReverts.Should().BeGreaterThan(10);

        fail = false;
        await host.PassAsync(TimeSpan.FromMinutes(5));
        (await host.EffectAsync(Some.Order())).Should().BeNull();
        host.Outcomes.Last().Should().Be(ActionOutcome.Lifted);
    }

    [Fact]
    public async Task An_apply_without_an_answer_is_treated_as_in_place()
    {
        _responder.OnApply = static async (_, token) => await new TaskCompletionSource<ResponderResult>().Task.WaitAsync(token);
        await using var host = new ExecutionHarness(_responder);
        var applying = host.ApplyAsync(Some.Order(seconds: 60));
        await Until.TrueAsync(() => _responder.Calls.Count == 1);
        host.Clock.Advance(host.Options.Deadline);

        (await applying).Outcome.Should().Be(ActionOutcome.TimedOut);
        await host.PassAsync(60);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task What_may_be_in_place_is_tried_again_by_the_next_alert_and_taken_back_in_its_time()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.Failed("exit 1", mayBeInPlace: true));
        await using var host = new ExecutionHarness(_responder);
        (await host.ApplyAsync(Some.Order(seconds: 60))).Outcome.Should().Be(ActionOutcome.Failed);

        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.Applied());
        var second = await host.ApplyAsync(Some.Order(seconds: 60, alertId: "2"));

        second.Outcome.Should().Be(ActionOutcome.Applied);
        second.Offense.Should().Be(1, "it is the same offense");
        await host.PassAsync(60);
        _responder.Calls.Should().Equal("add 203.0.113.9", "add 203.0.113.9", "delete 203.0.113.9");
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    [Fact]
    public async Task A_responder_that_ignores_its_deadline_is_left_behind()
    {
        var never = new TaskCompletionSource<ResponderResult>();
        _responder.OnApply = (_, _) => new ValueTask<ResponderResult>(never.Task);
        await using var host = new ExecutionHarness(_responder);
        var applying = host.ApplyAsync(Some.Order());
        await Until.TrueAsync(() => _responder.Calls.Count == 1);

        // The timer starts after the call.
        var time = host.Options.Deadline + TimeSpan.FromSeconds(10);
        await host.Clock.TimerOf(time);
        host.Clock.Advance(time);

        var action = await applying;
        action.Outcome.Should().Be(ActionOutcome.TimedOut);
        action.Detail.Should().Contain("left behind");
    }

    [Fact]
    public async Task A_hung_subject_delays_neither_other_subjects_nor_other_responders()
    {
        var never = new TaskCompletionSource<ResponderResult>();
        _responder.OnApply = (context, _) =>
            context.Subject.ToString() == "203.0.113.9"
                ? new ValueTask<ResponderResult>(never.Task)
                : ValueTask.FromResult(ResponderResult.Applied());
        var other = new RecordingResponder("other");
        await using var host = new ExecutionHarness(_responder, other);
        var hung = host.ApplyAsync(Some.Order(subject: "203.0.113.9"));

        (await host.ApplyAsync(Some.Order(subject: "203.0.113.10"))).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.ApplyAsync(Some.Order("other", "203.0.113.9"))).Outcome.Should().Be(ActionOutcome.Applied);

        hung.IsCompleted.Should().BeFalse();
        never.SetResult(ResponderResult.Applied());
        await hung;
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_run_for_each_alert_and_not_remembered()
    {
        var notifier = new Notifier();
        await using var host = new ExecutionHarness(notifier);
        await host.ApplyAsync(Some.Order("notifier", seconds: 0));
        await host.ApplyAsync(Some.Order("notifier", seconds: 0));
        notifier.Count.Should().Be(2);
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_negative_timeout_is_taken_back_at_once()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: -5));
        await host.PassAsync(0);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_dry_run_reports_and_touches_nothing()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions { DryRun = true }, RepeatedOffenders.None, _responder);
        (await host.ApplyAsync(Some.Order())).Outcome.Should().Be(ActionOutcome.DryRun);
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task An_order_for_a_responder_that_is_gone_fails_with_a_remedy()
    {
        await using var host = new ExecutionHarness();
        var action = await host.ApplyAsync(Some.Order("vanished"));
        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Contain("'vanished'");
    }

    [Fact]
    public async Task A_full_queue_drops_the_newest_when_told_to_and_says_so()
    {
        var hold = new TaskCompletionSource<ResponderResult>();
        _responder.OnApply = (_, _) => new ValueTask<ResponderResult>(hold.Task);
        var options = new ExecutionOptions
        {
            QueueCapacity = 1,
            Parallelism = 1,
            QueueFull = QueueFullMode.DropNewest,
        };
        await using var host = new ExecutionHarness(options, RepeatedOffenders.None, _responder);
        var first = host.ApplyAsync(Some.Order(subject: "203.0.113.1"));
        await Until.TrueAsync(() => _responder.Calls.Count == 1);
        var second = host.ApplyAsync(Some.Order(subject: "203.0.113.2"));

        var third = await host.ApplyAsync(Some.Order(subject: "203.0.113.3"));

        third.Outcome.Should().Be(ActionOutcome.Dropped);
        third.Detail.Should().Contain("full");
        hold.SetResult(ResponderResult.Applied());
        (await first).Outcome.Should().Be(ActionOutcome.Applied);
        (await second).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_full_queue_makes_its_producer_wait_by_default_and_loses_nothing()
    {
        var hold = new TaskCompletionSource<ResponderResult>();
        _responder.OnApply = (_, _) => new ValueTask<ResponderResult>(hold.Task);
        var other = new RecordingResponder("other");
        await using var host = new ExecutionHarness(
            new ExecutionOptions { QueueCapacity = 1, Parallelism = 1 },
            RepeatedOffenders.None,
            _responder,
            other
        );
        var first = host.ApplyAsync(Some.Order(subject: "203.0.113.1"));
        await Until.TrueAsync(() => _responder.Calls.Count == 1);
        var second = host.ApplyAsync(Some.Order(subject: "203.0.113.2"));
        var waiting = host.QueueAsync(Some.Order(subject: "203.0.113.3"));

        (await host.ApplyAsync(Some.Order("other"))).Outcome.Should().Be(ActionOutcome.Applied, "another responder has its own queue");
        waiting.IsCompleted.Should().BeFalse();
        hold.SetResult(ResponderResult.Applied());

        foreach (var action in await Task.WhenAll(first, second, await waiting))
        {
            action.Outcome.Should().Be(ActionOutcome.Applied);
        }
    }

    private sealed class Notifier : IResponder
    {
        public int Count { get; private set; }

        public string Name => "notifier";

        public ActiveResponse.Planning.ResponderNeeds Needs => ActiveResponse.Planning.ResponderNeeds.Nothing;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
        {
            Count++;
            return ValueTask.FromResult(ResponderResult.Applied());
        }
    }
}
