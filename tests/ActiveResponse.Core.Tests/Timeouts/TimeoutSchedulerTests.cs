using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using ActiveResponse.Timeouts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Timeouts;

public sealed class TimeoutSchedulerTests
{
    private readonly ManualClock _clock = new();
    private readonly List<ActionKey> _fired = [];

    [Fact]
    public void Fires_in_order_of_time_and_not_before()
    {
        using var scheduler = Started();
        scheduler.Set(Key(2), At(20));
        scheduler.Set(Key(1), At(10));
        _clock.Advance(TimeSpan.FromSeconds(9.999));
        _fired.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        _fired.Should().Equal(Key(1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        _fired.Should().Equal(Key(1), Key(2));
        scheduler.Count.Should().Be(0);
    }

    [Fact]
    public void A_new_time_takes_the_place_of_the_old_one_earlier_or_later()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), At(10));
        scheduler.Set(Key(1), At(30));
        scheduler.Set(Key(2), At(30));
        scheduler.Set(Key(2), At(5));
        _clock.Advance(TimeSpan.FromSeconds(29));
        _fired.Should().Equal(Key(2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _fired.Should().Equal(Key(2), Key(1));
    }

    [Fact]
    public void Counts_what_was_just_set_and_removed()
    {
        using var scheduler = Started();
        for (var i = 0; i < 250; i++)
        {
            scheduler.Set(Key(i), At(10));
            scheduler.Count.Should().Be((i / 2) + 1);
            if (i % 2 == 0)
            {
                scheduler.Remove(Key(i));
                scheduler.Count.Should().Be(i / 2);
            }
        }
    }

    [Fact]
    public void A_removed_one_does_not_fire()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), At(10));
        scheduler.Remove(Key(1));
        scheduler.Remove(Key(9));
        _clock.Advance(TimeSpan.FromDays(1));
        _fired.Should().BeEmpty();
    }

    [Fact]
    public void A_time_that_has_passed_fires_at_once()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), At(-5));
        _clock.Advance(TimeSpan.Zero);
        _fired.Should().Equal(Key(1));
    }

    [Fact]
    public void What_is_set_before_the_start_fires_after_it()
    {
        using var scheduler = new TimeoutScheduler(_clock);
        scheduler.Set(Key(1), At(10));
        scheduler.Start(_fired.AddRange);
        _clock.Advance(TimeSpan.FromSeconds(10));
        _fired.Should().Equal(Key(1));
    }

    [Fact]
    public void Waits_longer_than_any_timer_may_run()
    {
        using var scheduler = Started();
        scheduler.Set(Key(1), _clock.GetUtcNow() + TimeSpan.FromDays(400));
        _clock.Advance(TimeSpan.FromDays(399));
        _fired.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromDays(1));
        _fired.Should().Equal(Key(1));
    }

    [Fact]
    public void Being_extended_for_ever_fires_once()
    {
        using var scheduler = Started();
        for (var i = 0; i < 100_000; i++)
        {
            scheduler.Set(Key(i % 10), At(1000 + i));
        }

        scheduler.Count.Should().Be(10);
        _clock.Advance(TimeSpan.FromSeconds(101_000));
        _fired.Should().HaveCount(10).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Any_sequence_of_sets_removes_and_waits_fires_what_a_plain_table_would() =>
        Prop.ForAll(
                Steps(),
                static steps =>
                {
                    var clock = new ManualClock();
                    var fired = new List<ActionKey>();
                    using var scheduler = new TimeoutScheduler(clock);
                    scheduler.Start(fired.AddRange);
                    var table = new Dictionary<ActionKey, DateTimeOffset>();
                    var expected = new List<ActionKey>();
                    foreach (var (verb, key, seconds) in steps)
                    {
                        var time = clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
                        if (verb == 0)
                        {
                            scheduler.Set(Key(key), time);
                            table[Key(key)] = time;
                        }
                        else if (verb == 1)
                        {
                            scheduler.Remove(Key(key));
                            table.Remove(Key(key));
                        }
                        else
                        {
                            clock.Advance(TimeSpan.FromSeconds(seconds));
                            var due = table.Where(pair => pair.Value <= time).Select(static pair => pair.Key).ToList();
                            expected.AddRange(due);
                            due.ForEach(one => table.Remove(one));
                        }

                        fired.Should().BeEquivalentTo(expected);
                        scheduler.Count.Should().Be(table.Count);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static Arbitrary<(int Verb, int Key, int Seconds)[]> Steps() =>
        Arb.From(
            Gen.ArrayOf(
                from verb in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(1)), (2, Gen.Constant(2)))
                from key in Gen.Choose(0, 5)
                from seconds in Gen.Choose(1, 100)
                select (verb, key, seconds)
            )
        );

    private static ActionKey Key(int i) => new("fw", Some.Address($"203.0.113.{i}"));

    private DateTimeOffset At(int seconds) => _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    private TimeoutScheduler Started()
    {
        var scheduler = new TimeoutScheduler(_clock);
        scheduler.Start(_fired.AddRange);
        return scheduler;
    }
}
