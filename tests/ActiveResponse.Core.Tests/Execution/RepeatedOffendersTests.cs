using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

public sealed class RepeatedOffendersTests
{
    private static readonly RepeatedOffenders Ladder = new([TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60)]);
    private readonly RecordingResponder _responder = new();

    [Fact]
    public async Task Each_offense_lasts_as_long_as_its_step_and_the_last_step_repeats()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        foreach (var expected in (int[])[600, 1800, 3600, 3600])
        {
            var action = await host.ApplyAsync(Some.Order(seconds: 600, alertId: Guid.NewGuid().ToString()));
            (action.Until - host.Clock.GetUtcNow()).Should().Be(TimeSpan.FromSeconds(expected));
            await host.PassAsync(expected);
            (await host.EffectAsync(Some.Order())).Should().BeNull();
        }
    }

    [Fact]
    public async Task Alerts_during_a_block_belong_to_its_offense()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        for (var i = 0; i < 5; i++)
        {
            var action = await host.ApplyAsync(Some.Order(alertId: $"{i}"));
            action.Offense.Should().Be(1);
            await host.PassAsync(10);
        }

        await host.PassAsync(600);
        (await host.ApplyAsync(Some.Order(alertId: "next"))).Offense.Should().Be(2);
    }

    [Fact]
    public async Task What_is_given_by_hand_lasts_as_long_as_was_said()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        await host.ApplyAsync(Some.Order(seconds: 600, alertId: "first"));
        await host.PassAsync(600);

        var action = await host.ApplyAsync(Some.Order(seconds: 60, response: "manual", alertId: ""));

        (action.Until - host.Clock.GetUtcNow()).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_alert_that_comes_twice_counts_once()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        await host.ApplyAsync(Some.Order(alertId: "same"));
        await host.PassAsync(600);
        (await host.ApplyAsync(Some.Order(alertId: "same"))).Offense.Should().Be(1);
    }

    [Fact]
    public async Task What_never_came_to_a_block_is_no_offense()
    {
        var works = false;
        _responder.OnApply = (_, _) => ValueTask.FromResult(works ? ResponderResult.Applied() : ResponderResult.Failed("no such table"));
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        for (var i = 0; i < 3; i++)
        {
            await host.ApplyAsync(Some.Order(alertId: $"{i}"));
        }

        works = true;
        (await host.ApplyAsync(Some.Order(alertId: "works"))).Offense.Should().Be(1);
    }

    [Fact]
    public async Task Counted_per_alert_as_execd_does_every_message_is_a_step()
    {
        var options = new ExecutionOptions { OffenseCounting = OffenseCounting.PerAlert };
        await using var host = new ExecutionHarness(options, Ladder, _responder);
        (await host.ApplyAsync(Some.Order(alertId: "1"))).Offense.Should().Be(1);
        var second = await host.ApplyAsync(Some.Order(alertId: "2"));
        second.Offense.Should().Be(2);
        (second.Until - host.Clock.GetUtcNow()).Should().Be(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_subject_that_kept_quiet_for_the_decay_window_starts_anew()
    {
        var options = new ExecutionOptions { OffenseDecay = TimeSpan.FromHours(1) };
        await using var host = new ExecutionHarness(options, Ladder, _responder);
        await host.ApplyAsync(Some.Order(alertId: "1"));
        await host.PassAsync(600);
        await host.PassAsync(TimeSpan.FromMinutes(59));
        (await host.ApplyAsync(Some.Order(alertId: "2"))).Offense.Should().Be(2);
        await host.PassAsync(1800);
        await host.PassAsync(TimeSpan.FromMinutes(61));
        (await host.ApplyAsync(Some.Order(alertId: "3"))).Offense.Should().Be(1);
    }

    [Fact]
    public async Task Permanent_blocks_are_not_escalated()
    {
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder);
        (await host.ApplyAsync(Some.Order(seconds: 0))).Until.Should().BeNull();
    }

    [Fact]
    public async Task Subjects_and_responders_are_counted_apart()
    {
        var other = new RecordingResponder("other");
        await using var host = new ExecutionHarness(new ExecutionOptions(), Ladder, _responder, other);
        await host.ApplyAsync(Some.Order(alertId: "1"));
        (await host.ApplyAsync(Some.Order(subject: "203.0.113.10", alertId: "2"))).Offense.Should().Be(1);
        (await host.ApplyAsync(Some.Order("other", alertId: "3"))).Offense.Should().Be(1);
    }
}
