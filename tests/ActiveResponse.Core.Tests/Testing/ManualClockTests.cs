using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Testing;

/// <summary>What the clock of tests has beyond the fake one it derives from.</summary>
public sealed class ManualClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Each_timer_fires_at_its_own_time_in_order()
    {
        using var later = Timer("later", 3 * Second);
        using var sooner = Timer("sooner", Second);
        using var often = Timer("often", 2 * Second, 2 * Second);

        _clock.Advance(5 * Second);

        _fired.Should().Equal("sooner at 1", "often at 2", "later at 3", "often at 4");
        _clock.PendingTimers.Should().Be(1);
    }

    [Fact]
    public void To_set_the_time_fires_what_was_due_meanwhile_late()
    {
        using var timer = Timer("late", Second);

        _clock.SetUtcNow(_clock.Start + 5 * Second);

        _fired.Should().Equal("late at 5");
    }

    [Fact]
    public void What_is_due_at_once_waits_for_the_clock_to_be_moved()
    {
        using var timer = Timer("due", TimeSpan.Zero);
        _fired.Should().BeEmpty("who starts a timer isn't called back on the spot");

        _clock.Advance(TimeSpan.Zero);

        _fired.Should().Equal("due at 0");
        _clock.PendingTimers.Should().Be(0);
    }

    [Fact]
    public async Task Moves_from_timer_to_timer_until_a_task_has_ended()
    {
        using var other = Timer("other", 10 * Second);
        var waiting = WaitAsync(3);

        await _clock.AdvanceUntilAsync(waiting);

        waiting.IsCompleted.Should().BeTrue();
        (_clock.GetUtcNow() - _clock.Start).Should().BeGreaterThanOrEqualTo(3 * Second);

        async Task WaitAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await Task.Delay(Second, _clock);
            }
        }
    }

    [Fact]
    public async Task Moves_only_for_timers_of_a_length()
    {
        using var deadline = Timer("deadline", Second);
        var started = new TaskCompletionSource();
        var waiting = WaitAsync();
        var moving = _clock.AdvanceUntilAsync(waiting, 3 * Second);
        _clock.GetUtcNow().Should().Be(_clock.Start, "nobody waits for so long yet");

        started.SetResult();
        await moving;

        (_clock.GetUtcNow() - _clock.Start).Should().Be(3 * Second);

        async Task WaitAsync()
        {
            await started.Task;
            await Task.Delay(3 * Second, _clock);
        }
    }

    [Fact]
    public async Task What_has_failed_is_thrown_at_who_moves_the_clock_until_then()
    {
        var failing = FailAsync();

        var moving = () => _clock.AdvanceUntilAsync(failing);

        await moving.Should().ThrowAsync<InvalidOperationException>();

        async Task FailAsync()
        {
            await Task.Delay(Second, _clock);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_timer_that_is_disposed_or_changed_does_not_fire()
    {
        Timer("gone", Second).Dispose();
        using var changed = Timer("changed", Second);
        changed.Change(2 * Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(Second);
        _fired.Should().BeEmpty();
        _clock.Advance(Second);
        _fired.Should().Equal("changed at 2");
    }

    [Fact]
    public async Task Says_when_somebody_waits_for_so_long()
    {
        var seen = _clock.TimerOf(Second);
        seen.IsCompleted.Should().BeFalse();

        var wait = Task.Delay(Second, _clock);

        await seen;
        _clock.TimerOf(Second).IsCompleted.Should().BeTrue();
        _clock.Advance(Second);
        await wait;
        _clock.TimerOf(Second).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void The_time_of_day_can_be_set_back_while_timers_and_time_stamps_go_on()
    {
        using var timer = Timer("fired", 2 * Second);
        var stamp = _clock.GetTimestamp();

        _clock.Advance(Second);
        _clock.ShiftTimeOfDay(TimeSpan.FromDays(-1));

        _clock.GetUtcNow().Should().Be(_clock.Start + Second - TimeSpan.FromDays(1));
        _clock.GetElapsedTime(stamp).Should().Be(Second);
        _clock.Advance(Second);
        _fired.Should().ContainSingle();
    }

    [Fact]
    public async Task Waiting_takes_no_time_where_the_clock_is_moved_by_who_waits()
    {
        _clock.TimerStarted = _clock.Advance;

        await Task.Delay(TimeSpan.FromDays(1), _clock);

        _clock.GetUtcNow().Should().Be(_clock.Start + TimeSpan.FromDays(1));
    }

    [Fact]
    public void A_callback_may_move_the_clock_itself()
    {
        using var outer = _clock.CreateTimer(_ => _clock.Advance(Second), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(3 * Second);

        _clock.GetUtcNow().Should().BeOnOrAfter(_clock.Start + 3 * Second);
    }

    [Fact]
    public void What_a_callback_throws_is_thrown_to_who_moves_the_clock_and_later_ones_fire()
    {
        using var bad = _clock.CreateTimer(static _ => throw new InvalidOperationException("bad"), null, Second, Timeout.InfiniteTimeSpan);
        using var good = Timer("good", 2 * Second);

        _clock.Invoking(static clock => clock.Advance(Second)).Should().Throw<InvalidOperationException>().WithMessage("bad");
        _clock.Advance(Second);

        _fired.Should().Equal("good at 2");
    }

    private ITimer Timer(string name, TimeSpan due, TimeSpan? period = null) =>
        _clock.CreateTimer(
            _ => _fired.Add(FormattableString.Invariant($"{name} at {(_clock.GetUtcNow() - _clock.Start).TotalSeconds}")),
            null,
            due,
            period ?? Timeout.InfiniteTimeSpan
        );
}
