using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Timeouts;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="ITimeoutScheduler"/> must do: a time that is lost is a block that never ends. Derive from it in a test
/// project; xunit finds the tests.</summary>
public abstract class TimeoutSchedulerConformance
{
    private readonly ConcurrentQueue<ActionKey> _fired = new();

    /// <summary>The clock of the scheduler under test. It moves only when a test moves it.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>How much later than set an effect may be due. Default: 1 s.</summary>
    protected virtual TimeSpan Tolerance => TimeSpan.FromSeconds(1);

    /// <summary>How long a test waits, by the real clock, for what must come. Default: 1 minute.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromMinutes(1);

    /// <summary>A new scheduler.</summary>
    /// <param name="time">Its clock.</param>
    protected abstract ITimeoutScheduler Create(TimeProvider time);

    [Fact]
    public async Task An_effect_is_due_at_its_time_and_once()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), In(60));

        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_fired);
        Clock.Advance(TimeSpan.FromSeconds(1) + Tolerance);
        await FiredAsync(1);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([Key(1)], _fired);
        Assert.Equal(0, scheduler.Count);
    }

    [Fact]
    public async Task A_later_time_replaces_an_earlier_one()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), In(10));
        scheduler.Set(Key(1), In(100));
        Assert.Equal(1, scheduler.Count);

        Clock.Advance(TimeSpan.FromSeconds(99));
        Assert.Empty(_fired);
        Clock.Advance(TimeSpan.FromSeconds(1) + Tolerance);
        await FiredAsync(1);
    }

    [Fact]
    public async Task An_earlier_time_replaces_a_later_one()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), In(100));
        scheduler.Set(Key(1), In(10));

        Clock.Advance(TimeSpan.FromSeconds(10) + Tolerance);
        await FiredAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal([Key(1)], _fired);
    }

    [Fact]
    public async Task A_time_that_has_passed_is_due_at_once()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), Clock.GetUtcNow() - TimeSpan.FromDays(1));
        scheduler.Set(Key(2), Clock.GetUtcNow());

        Clock.Advance(Tolerance);

        await FiredAsync(2);
    }

    [Fact]
    public async Task A_key_that_was_removed_is_not_due_and_others_are()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), In(10));
        scheduler.Set(Key(2), In(10));
        scheduler.Remove(Key(1));
        scheduler.Remove(Key(3));
        Assert.Equal(1, scheduler.Count);

        Clock.Advance(TimeSpan.FromSeconds(10) + Tolerance);
        await FiredAsync(1);

        Assert.Equal([Key(2)], _fired);
    }

    [Fact]
    public async Task A_key_that_was_removed_can_be_set_again()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), In(10));
        scheduler.Remove(Key(1));
        scheduler.Set(Key(1), In(20));

        Clock.Advance(TimeSpan.FromSeconds(20) + Tolerance);

        await FiredAsync(1);
    }

    [Fact]
    public async Task Ten_thousand_at_one_time_are_each_due_once()
    {
        using var scheduler = Started();
        for (var i = 0; i < 10_000; i++)
        {
            scheduler.Set(Key(i), In(10));
        }

        Assert.Equal(10_000, scheduler.Count);
        Clock.Advance(TimeSpan.FromSeconds(10) + Tolerance);
        await FiredAsync(10_000);

        Assert.Equal(10_000, _fired.Distinct().Count());
        Assert.Equal(0, scheduler.Count);
    }

    [Fact]
    public async Task Times_days_apart_come_in_their_order()
    {
        using var scheduler = Started();
        int[] hours = [1, 25, 300, 5000];
        var start = Clock.GetUtcNow();
        foreach (var hour in hours.Reverse())
        {
            scheduler.Set(Key(hour), start + TimeSpan.FromHours(hour));
        }

        for (var i = 0; i < hours.Length; i++)
        {
            Clock.Advance(start + TimeSpan.FromHours(hours[i]) - TimeSpan.FromSeconds(1) - Clock.GetUtcNow());
            Assert.Equal(i, _fired.Count);
            Clock.Advance(TimeSpan.FromSeconds(1) + Tolerance);
            await FiredAsync(i + 1);
        }

        Assert.Equal(hours.Select(Key), _fired);
    }

    [Fact]
    public void The_end_of_time_is_not_due_early()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), DateTimeOffset.MaxValue);
        scheduler.Set(Key(2), In(100L * 365 * 24 * 3600));

        Clock.Advance(TimeSpan.FromDays(60));

        Assert.Empty(_fired);
        Assert.Equal(2, scheduler.Count);
    }

    [Fact]
    public async Task Who_is_notified_may_set_and_remove_at_once()
    {
        using var scheduler = Create(Clock);
        scheduler.Start(keys =>
        {
            foreach (var key in keys)
            {
                _fired.Enqueue(key);
                if (key == Key(1))
                {
                    scheduler.Set(Key(2), Clock.GetUtcNow() + TimeSpan.FromSeconds(30));
                    scheduler.Remove(Key(3));
                }
            }
        });
        scheduler.Set(Key(1), In(10));
        scheduler.Set(Key(3), In(20));

        Clock.Advance(TimeSpan.FromSeconds(10) + Tolerance);
        await FiredAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(30) + Tolerance);
        await FiredAsync(2);

        Assert.Equal([Key(1), Key(2)], _fired);
    }

    [Fact]
    public async Task Nothing_is_lost_where_several_threads_set_and_remove()
    {
        using var scheduler = Started();
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(thread =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 1000; i++)
                        {
                            var key = Key((thread * 1000) + i);
                            scheduler.Set(key, In(10 + (i % 50)));
                            if (i % 2 == 1)
                            {
                                scheduler.Remove(key);
                            }
                        }
                    })
                )
        );

        Clock.Advance(TimeSpan.FromSeconds(60) + Tolerance);
        await FiredAsync(2000);

        Assert.Equal(2000, _fired.Distinct().Count());
    }

    [Fact]
    public void Nothing_is_due_after_the_end()
    {
        var scheduler = Started();
        scheduler.Set(Key(1), In(10));
        scheduler.Dispose();
        scheduler.Dispose();

        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_fired);
    }

    private static ActionKey Key(int number) =>
        new("firewall-drop", Subject.Of(AddressPrefix.From(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]))));

    private DateTimeOffset In(long seconds) => Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    private ITimeoutScheduler Started()
    {
        var scheduler = Create(Clock);
        scheduler.Start(keys =>
        {
            foreach (var key in keys)
            {
                _fired.Enqueue(key);
            }
        });
        return scheduler;
    }

    // It may be told on another thread. The limit only keeps a defect from hanging the test.
    private async Task FiredAsync(int count)
    {
        await Eventually.HoldsAsync(
            () => ValueTask.FromResult(_fired.Count >= count),
            Patience,
            () => $"{count} effects must be due, and {_fired.Count} are"
        );

        Assert.Equal(count, _fired.Count);
    }
}
