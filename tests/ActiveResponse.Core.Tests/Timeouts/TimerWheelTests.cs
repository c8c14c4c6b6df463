using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Timeouts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Timeouts;

public sealed class TimerWheelTests
{
    private static readonly long Noon = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).Ticks;

    private enum Verb
    {
        Set,
        Remove,
        Go,
    }

    [Theory]
    [InlineData(100)] // A few milliseconds: all within one slot.
    [InlineData(100_000)] // Seconds to minutes.
    [InlineData(100_000_000)] // A day, with jumps over many rounds.
    [InlineData(2_000_000_000)] // Years.
    public void Takes_out_what_a_plain_table_would_however_the_clock_is_set(int longestMilliseconds) =>
        Prop.ForAll(
                Steps(longestMilliseconds),
                static steps =>
                {
                    var now = Noon;
                    var wheel = new TimerWheel(now);
                    var table = new Dictionary<ActionKey, long>();
                    foreach (var (verb, key, milliseconds) in steps)
                    {
                        var time = now + (milliseconds * TimeSpan.TicksPerMillisecond);
                        if (verb == Verb.Set)
                        {
                            wheel.Set(AnyKey(key), time);
                            table[AnyKey(key)] = time;
                        }
                        else if (verb == Verb.Remove)
                        {
                            wheel.Remove(AnyKey(key));
                            table.Remove(AnyKey(key));
                        }
                        else
                        {
                            // Forward, and at times back.
                            now = time;
                            Advance(wheel, now).Should().BeEquivalentTo(TakeDue(table, now));
                        }

                        wheel.Count.Should().Be(table.Count);
                    }

                    Advance(wheel, long.MaxValue - 1).Should().BeEquivalentTo(table.Keys);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Asks_to_be_woken_in_time_and_not_for_nothing() =>
        Prop.ForAll(
                Steps(200_000),
                static steps =>
                {
                    var now = Noon;
                    var wheel = new TimerWheel(now);
                    var table = new Dictionary<ActionKey, long>();
                    foreach (var (_, key, milliseconds) in steps)
                    {
                        var due = now + (Math.Abs(milliseconds) * TimeSpan.TicksPerMillisecond) + 1;
                        wheel.Set(Key(key), due);
                        table[Key(key)] = due;
                        var horizon = now + TimeSpan.TicksPerMinute;
                        var next = wheel.Next(horizon);
                        next.Should().Be(Math.Min(horizon, table.Values.Min()), "so few are searched to the end");
                        now = next;
                        Advance(wheel, now).Should().BeEquivalentTo(TakeDue(table, now));
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Of_many_in_one_slot_none_is_late()
    {
        var wheel = new TimerWheel(Noon);
        var end = Noon + TimeSpan.TicksPerHour;
        for (var i = 0; i < 5000; i++)
        {
            wheel.Set(Key(i), end + i);
        }

        var now = Noon;
        var found = 0;
        for (var wakeUps = 0; wheel.Count > 0; wakeUps++)
        {
            wakeUps.Should().BeLessThan(6000);
            now = wheel.Next(now + TimeSpan.TicksPerDay);
            var due = Advance(wheel, now);
            due.Count.Should().BeLessThanOrEqualTo(1, "each is due at a tick of its own");
            found += due.Count;
        }

        found.Should().Be(5000);
        now.Should().Be(end + 4999);
    }

    [Fact]
    public void Earlier_slots_come_first()
    {
        var wheel = new TimerWheel(Noon);
        foreach (var seconds in new[] { 500, 3, 90, 7, 700 })
        {
            wheel.Set(Key(seconds), Noon + (seconds * TimeSpan.TicksPerSecond));
        }

        Advance(wheel, Noon + (800 * TimeSpan.TicksPerSecond)).Should().Equal(Key(3), Key(7), Key(90), Key(500), Key(700));
    }

    [Fact]
    public void Keys_with_one_hash_are_told_apart()
    {
        var wheel = new TimerWheel(Noon);
        var subject = Key(1).Subject;
        string[] responders = [.. Enumerable.Range(0, 50).Select(static i => $"fw{i}")];
        foreach (var responder in responders)
        {
            wheel.Set(new ActionKey(responder, subject), Noon + TimeSpan.TicksPerSecond);
        }

        wheel.Remove(new ActionKey("fw25", subject));
        wheel.Remove(new ActionKey("fw25", subject));
        wheel.Count.Should().Be(49);
        Advance(wheel, Noon + TimeSpan.TicksPerSecond)
            .Select(static key => key.Responder)
            .Should()
            .BeEquivalentTo(responders.Where(static one => one != "fw25"));
    }

    [Fact]
    public void Whatever_an_order_acts_on_can_wait()
    {
        var wheel = new TimerWheel(Noon);
        ActionKey[] keys =
        [
            new("a", Subject.None),
            new("a", new Subject { User = "eve" }),
            new("a", new Subject { File = "/tmp/x" }),
            new("a", new Subject { User = "eve", Address = Key(1).Subject.Address }),
            Key(1) with
            {
                Responder = "a",
            },
        ];
        keys.ToList().ForEach(key => wheel.Set(key, Noon + 1));
        keys.ToList().ForEach(key => wheel.Set(key with { Subject = key.Subject with { } }, Noon + 2));
        wheel.Count.Should().Be(keys.Length, "equal subjects are one, whichever object says so");
        Advance(wheel, Noon + 2).Should().BeEquivalentTo(keys);
    }

    [Fact]
    public void Keeps_no_memory_for_what_has_gone()
    {
        var wheel = new TimerWheel(Noon);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50_000; i++)
            {
                wheel.Set(Key(i), Noon + (i * TimeSpan.TicksPerMillisecond) + 1);
            }

            wheel.Capacity.Should().BeInRange(50_000, 100_000);
            for (var i = 0; i < 49_990; i++)
            {
                wheel.Remove(Key(i));
            }

            wheel.Capacity.Should().BeLessThan(1_000);
            Advance(wheel, Noon + TimeSpan.TicksPerHour).Should().HaveCount(10);
        }
    }

    [Fact]
    public void Extending_again_and_again_takes_no_memory()
    {
        var wheel = new TimerWheel(Noon);
        for (var i = 0; i < 100; i++)
        {
            wheel.Set(Key(i), Noon);
        }

        var keys = Enumerable.Range(0, 100).Select(Key).ToArray();
        for (var i = 0; i < 1000; i++)
        {
            wheel.Set(keys[i % 100], Noon + (i % 7) + (i % 3 * TimeSpan.TicksPerMinute));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            // Within the present slot, and beyond it.
            wheel.Set(keys[i % 100], Noon + (i % 7) + (i % 3 * TimeSpan.TicksPerMinute));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000);
    }

    private static IReadOnlyList<ActionKey> Advance(TimerWheel wheel, long now) => wheel.Advance(now);

    private static List<ActionKey> TakeDue(Dictionary<ActionKey, long> table, long now)
    {
        var due = table.Where(pair => pair.Value <= now).Select(static pair => pair.Key).ToList();
        due.ForEach(key => table.Remove(key));
        return due;
    }

    private static Arbitrary<(Verb Verb, int Key, long Milliseconds)[]> Steps(int longest) =>
        Arb.From(
            Gen.ArrayOf(
                from verb in Gen.Frequency((5, Gen.Constant(Verb.Set)), (1, Gen.Constant(Verb.Remove)), (2, Gen.Constant(Verb.Go)))
                from key in Gen.Choose(0, 20)
                from milliseconds in Gen.Choose(-longest / 4, longest)
                select (verb, key, (long)milliseconds)
            )
        );

    private static ActionKey Key(int i) =>
        new("fw", Subject.Of(AddressPrefix.From(new System.Net.IPAddress([198, 51, (byte)(i >> 8), (byte)i]))));

    // One in seven acts on no address, so that its key is kept elsewhere.
    private static ActionKey AnyKey(int i) => i % 7 == 0 ? new ActionKey("fw", Subject.None) : Key(i);
}
