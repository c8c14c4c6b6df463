using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Isolation;

/// <summary>Whatever a scheduler of the host's does, orders are answered and blocks end.</summary>
public sealed class SchedulerIsolationTests
{
    private static readonly TimeSpan Limit = new ExecutionOptions().SchedulerDeadline;

    [Fact]
    public async Task A_scheduler_that_throws_leaves_no_order_unanswered_and_the_block_ends_in_its_time()
    {
        using var scheduler = new Scheduler { OnSet = static (_, _) => throw new InvalidOperationException("out of order") };
        await using var host = await IsolationHost.StartAsync(builder => builder.UseTimeoutScheduler(_ => scheduler));

        var applied = await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));

        applied.Outcome.Should().Be(ActionOutcome.Applied);
        await Until.TrueAsync(() => host.Faults.Of("scheduler Scheduler threw") == 1 && host.Log.Of(601) == 1);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => host.Responder.Calls.Count == 2);
    }

    [Fact]
    public async Task A_scheduler_that_hangs_holds_up_no_order_and_is_given_up()
    {
        using var block = new ManualResetEventSlim();
        var entered = 0;
        using var scheduler = new Scheduler
        {
            OnSet = (_, _) =>
            {
                Interlocked.Increment(ref entered);
                block.Wait(CancellationToken.None);
            },
        };
        await using var host = await IsolationHost.StartAsync(builder => builder.UseTimeoutScheduler(_ => scheduler));

        for (var i = 1; i <= 3; i++)
        {
            (await host.Engine.ApplyAsync("firewall-drop", Some.Address($"203.0.113.{i}"), TimeSpan.FromMinutes(1)))
                .Outcome.Should()
                .Be(ActionOutcome.Applied);
        }

        await Until.TrueAsync(() => Volatile.Read(ref entered) == 1);
        host.Clock.Advance(Limit);
        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith(
                    "602 Error The scheduler 'Scheduler' didn't respond within 5 s: the engine's own replaces it",
                    StringComparison.Ordinal
                )
            );
        (await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.4"), TimeSpan.FromMinutes(1)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);

        // The first was half set: the own scheduler has it for the limit later.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => host.Responder.Calls.Count(static call => call.StartsWith("delete", StringComparison.Ordinal)) == 4);
        Volatile.Read(ref entered).Should().Be(1);
        block.Set();
    }

    [Fact]
    public async Task A_scheduler_that_cannot_start_is_replaced_by_the_own_one()
    {
        using var scheduler = new Scheduler { OnStart = static () => throw new InvalidOperationException("out of order") };
        await using var host = await IsolationHost.StartAsync(builder => builder.UseTimeoutScheduler(_ => scheduler));
        await Until.TrueAsync(() => host.Faults.Of("scheduler Scheduler threw") == 1);

        await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => host.Responder.Calls.Count == 2);
    }

    [Fact]
    public async Task What_a_scheduler_says_nothing_of_the_engine_ends_and_says_so()
    {
        using var scheduler = new Scheduler();
        await using var host = await IsolationHost.StartAsync(builder => builder.UseTimeoutScheduler(_ => scheduler));
        await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => scheduler.Known.Count == 1);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Engine.DrainAsync();
        host.Responder.Calls.Should().HaveCount(1);

        host.Clock.Advance(Limit);
        await Until.TrueAsync(() => host.Responder.Calls.Count == 2);
        host.Faults.Of("scheduler Scheduler missed").Should().Be(1);
        host.Log.Of(607).Should().Be(1);
    }

    [Fact]
    public async Task A_scheduler_that_works_ends_blocks_and_none_is_reported_as_missed()
    {
        using var scheduler = new Scheduler();
        await using var host = await IsolationHost.StartAsync(builder => builder.UseTimeoutScheduler(_ => scheduler));
        await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => scheduler.Known.Count == 1);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        scheduler.Fire(host.Clock.GetUtcNow());
        await host.Engine.DrainAsync();
        host.Responder.Calls.Should().HaveCount(2);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Engine.DrainAsync();
        host.Responder.Calls.Should().HaveCount(2);
        host.Log.Of(607).Should().Be(0);
    }

    // Long: one generated history from start to end.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_a_scheduler_does_each_effect_is_due_once_and_no_later_than_the_limit(int seed)
    {
        var random = new Random(seed);
        var clock = new ManualClock();
        var due = new Dictionary<ActionKey, DateTimeOffset>();
        var fired = new HashSet<ActionKey>();
        using var inner = new Scheduler { OnSet = (_, _) => MayThrow(), OnRemove = _ => MayThrow() };

        void MayThrow()
        {
            lock (random)
            {
                if (random.Next(3) == 0)
                {
                    throw new InvalidOperationException("out of order");
                }
            }
        }

        using var scheduler = new IsolatedScheduler(
            inner,
            static () => TimeSpan.FromSeconds(5),
            new PluginFaults(NullLogger.Instance, clock),
            clock
        );
        scheduler.Start(keys =>
        {
            lock (fired)
            {
                fired.UnionWith(keys);
            }
        });
        var choices = new Random(seed);
        for (var step = 0; step < 300; step++)
        {
            var key = Some.Order(subject: $"203.0.113.{choices.Next(1, 40)}").Key;
            switch (choices.Next(4))
            {
                case 0 or 1:
                    due[key] = clock.GetUtcNow() + TimeSpan.FromSeconds(choices.Next(1, 60));
                    scheduler.Set(key, due[key]);
                    break;
                case 2:
                    due.Remove(key);
                    scheduler.Remove(key);
                    break;
                default:
                    await Until.TrueAsync(() => scheduler.IsIdle);
                    clock.Advance(TimeSpan.FromSeconds(choices.Next(1, 10)));
                    if (choices.Next(2) == 0)
                    {
                        inner.Fire(clock.GetUtcNow());
                    }

                    break;
            }

            lock (fired)
            {
                // What was extended or ended meanwhile is found when it is looked at, as the engine does.
                foreach (var one in fired.Where(due.ContainsKey).Where(one => due[one] <= clock.GetUtcNow()).ToList())
                {
                    due.Remove(one);
                    scheduler.Remove(one);
                }

                foreach (var early in fired.Where(due.ContainsKey))
                {
                    scheduler.Set(early, due[early]);
                }

                fired.Clear();
                due.Where(pair => pair.Value + TimeSpan.FromSeconds(5) <= clock.GetUtcNow()).Should().BeEmpty();
            }
        }
    }

    private sealed class Scheduler : ITimeoutScheduler
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<ActionKey, DateTimeOffset> _known = [];
        private Action<IReadOnlyList<ActionKey>> _onDue = static _ => { };

        public Action OnStart { get; init; } = static () => { };

        public Action<ActionKey, DateTimeOffset> OnSet { get; init; } = static (_, _) => { };

        public Action<ActionKey> OnRemove { get; init; } = static _ => { };

        public IReadOnlyList<ActionKey> Known
        {
            get
            {
                lock (_gate)
                {
                    return [.. _known.Keys];
                }
            }
        }

        public int Count => Known.Count;

        public void Start(Action<IReadOnlyList<ActionKey>> onDue)
        {
            OnStart();
            _onDue = onDue;
        }

        public void Set(ActionKey key, DateTimeOffset due)
        {
            OnSet(key, due);
            lock (_gate)
            {
                _known[key] = due;
            }
        }

        public void Remove(ActionKey key)
        {
            OnRemove(key);
            lock (_gate)
            {
                _known.Remove(key);
            }
        }

        public void Fire(DateTimeOffset now)
        {
            List<ActionKey> due;
            lock (_gate)
            {
                due = [.. _known.Where(pair => pair.Value <= now).Select(static pair => pair.Key)];
                due.ForEach(key => _known.Remove(key));
            }

            _onDue(due);
        }

        public void Dispose() { }
    }
}
