using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Execution;

/// <summary>"Try again in so many seconds", said by a responder.</summary>
public sealed class TryAgainTests
{
    private readonly RecordingResponder _responder = new();

    [Fact]
    public async Task An_apply_is_tried_again_when_the_responder_asks_for_it_and_the_outcome_says_when()
    {
        _responder.OnApply = Answers(ResponderResult.TryAgain(TimeSpan.FromSeconds(40), "HTTP 429"), ResponderResult.Applied());
        await using var host = new ExecutionHarness(_responder);

        var failed = await host.ApplyAsync(Some.Order(seconds: 600));

        (failed.Outcome, failed.Detail, failed.RetryAt)
            .Should()
            .Be((ActionOutcome.Failed, "HTTP 429; retried in 40 s", host.Clock.GetUtcNow() + TimeSpan.FromSeconds(40)));
        (await host.EffectAsync(Some.Order()))!.RetryAt.Should().Be(failed.RetryAt);
        (await host.Store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Single().Detail.Should().Be(failed.Detail);
        await host.PassAsync(39);
        _responder.Calls.Should().HaveCount(1);
        await host.PassAsync(1);
        _responder.Calls.Should().HaveCount(2);
        (await host.EffectAsync(Some.Order()))!.State.Should().Be(EffectState.Applied);
        host.Observer.Actions.Last()
            .Should()
            .Match<ExecutedAction>(static action =>
                action.Verb == ActionVerb.Restore && action.Outcome == ActionOutcome.Applied && action.RetryAt == null
            );
        await host.PassAsync(560);
        _responder.Calls.Last().Should().Be("delete 203.0.113.9", "the time of the block began with the order");
    }

    [Fact]
    public async Task It_is_given_up_after_the_retries_and_taken_back_in_case_one_got_through()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.TryAgain(TimeSpan.FromSeconds(10), "busy"));
        await using var host = new ExecutionHarness(new ExecutionOptions { ApplyRetries = 2 }, RepeatedOffenders.None, _responder);
        await host.ApplyAsync(Some.Order(seconds: 600));
        await host.PassAsync(10);
        await host.PassAsync(10);
        await host.PassAsync(0);
        _responder.Calls.Should().Equal("add 203.0.113.9", "add 203.0.113.9", "add 203.0.113.9", "delete 203.0.113.9");
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    [Fact]
    public async Task It_is_not_tried_again_once_its_time_would_be_up()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.TryAgain(TimeSpan.FromSeconds(60), "busy"));
        await using var host = new ExecutionHarness(_responder);
        var failed = await host.ApplyAsync(Some.Order(seconds: 60));
        (failed.Detail, failed.RetryAt).Should().Be(("busy", null));
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0.2, 1)]
    [InlineData(7, 7)]
    [InlineData(1e9, 3600)]
    public void The_wait_is_bounded(double asked, double granted) =>
        ResponderResult.TryAgain(TimeSpan.FromSeconds(asked), "busy").RetryAfter.Should().Be(TimeSpan.FromSeconds(granted));

    [Fact]
    public async Task A_revert_waits_as_long_as_it_is_asked_to_and_no_longer_than_the_maximum()
    {
        _responder.OnRevert = Answers(
            ResponderResult.TryAgain(TimeSpan.FromSeconds(40), "busy"),
            ResponderResult.TryAgain(TimeSpan.FromHours(1), "busy"),
            ResponderResult.Lifted()
        );
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 60));
        await host.PassAsync(60);
        host.Observer.Actions.Last().Detail.Should().Be("busy; retried in 40 s");
        await host.PassAsync(40);
        host.Observer.Actions.Last().Detail.Should().Be("busy; retried in 300 s");
        await host.PassAsync(300);
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    [Fact]
    public async Task What_is_to_be_tried_again_is_so_after_a_restart()
    {
        var (clock, store) = (new ManualClock(), new DurableStore());
        var responder = new RecordingResponder("edge-block")
        {
            OnApply = static (_, _) => ValueTask.FromResult(ResponderResult.TryAgain(TimeSpan.FromSeconds(40), "busy")),
        };
        await using (var first = Services(clock, store, responder))
        {
            var engine = first.GetRequiredService<ActiveResponseEngine>();
            await engine.StartAsync();
            await engine.ApplyAsync("edge-block", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));
        }

        var next = new RecordingResponder("edge-block");
        await using var second = Services(clock, store, next);
        await second.GetRequiredService<ActiveResponseEngine>().StartAsync();
        next.Calls.Should().BeEmpty();
        clock.Advance(TimeSpan.FromSeconds(40));
        await Until.TrueAsync(() => next.Calls.Count == 1);
        await second.GetRequiredService<ActiveResponseEngine>().DrainAsync();
        (await second.GetRequiredService<ActiveResponseEngine>().ListAsync()).Single().State.Should().Be(EffectState.Applied);
    }

    private static ServiceProvider Services(ManualClock clock, DurableStore store, RecordingResponder responder) =>
        new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddActiveResponse()
            .UseStore(_ => store)
            .AddResponder(_ => responder)
            .Services.BuildServiceProvider();

    private static Func<ResponderContext, CancellationToken, ValueTask<ResponderResult>> Answers(params ResponderResult[] answers)
    {
        var next = 0;
        return (_, _) => ValueTask.FromResult(answers[Math.Min(next++, answers.Length - 1)]);
    }
}
