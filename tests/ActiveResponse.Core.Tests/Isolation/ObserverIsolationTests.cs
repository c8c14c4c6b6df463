using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Isolation;

/// <summary>An observer that throws, hangs or is slow delays no block, no stop and no other observer.</summary>
public sealed class ObserverIsolationTests
{
    private static readonly TimeSpan Limit = new ExecutionOptions().ObserverDeadline;

    [Theory]
    [InlineData(Misdeed.ThrowsAtOnce)]
    [InlineData(Misdeed.ThrowsLater)]
    public async Task An_observer_that_throws_is_logged_and_counted_and_gets_the_next_outcome(Misdeed misdeed)
    {
        using var observer = new Watcher(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));

        await host.Engine.HandleAsync(Some.Alert("203.0.113.1"));
        await host.Engine.HandleAsync(Some.Alert("203.0.113.2"));
        await host.Engine.DrainAsync();

        observer.Does.Calls.Should().Be(2);
        host.Faults.Of("observer Watcher threw").Should().Be(2);
        host.Log.Of(601).Should().Be(2);
        host.Observer.Actions.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(Misdeed.BlocksItsThread)]
    [InlineData(Misdeed.NeverAnswers)]
    public async Task An_observer_that_hangs_delays_neither_blocks_nor_others_nor_a_drain(Misdeed misdeed)
    {
        using var observer = new Watcher(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));

        for (var i = 1; i <= 20; i++)
        {
            await host.Engine.HandleAsync(Some.Alert($"203.0.113.{i}"));
        }

        await Until.TrueAsync(() => host.Responder.Calls.Count == 20 && host.Observer.Actions.Count == 20 && observer.Does.Calls == 1);
        var draining = host.Engine.DrainAsync();
        draining.IsCompleted.Should().BeFalse("it may still answer in time");
        host.Clock.Advance(Limit);
        await draining;

        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith(
                    "602 Error The observer 'Watcher' didn't respond within 10 s: it is asked to stop",
                    StringComparison.Ordinal
                )
            );
        host.Faults.Of("observer Watcher no_answer").Should().Be(1);
        await Until.TrueAsync(() => observer.Does.Fired == 1);
        observer.Does.Calls.Should().Be(1, "calls never overlap");

        observer.Does.Release();
        await Until.TrueAsync(() => observer.Does.Calls == 20);
    }

    [Theory]
    [InlineData(Misdeed.StopsWhenAsked)]
    [InlineData(Misdeed.ThrowsWhenAsked)]
    public async Task An_observer_that_stops_when_its_token_fires_gets_the_next_outcome(Misdeed misdeed)
    {
        using var observer = new Watcher(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));
        await host.Engine.HandleAsync(Some.Alert("203.0.113.1"));
        await host.Engine.HandleAsync(Some.Alert("203.0.113.2"));
        await Until.TrueAsync(() => observer.Does.Calls == 1);

        host.Clock.Advance(Limit);

        await Until.TrueAsync(() => observer.Does.Calls == 2);
        observer.Does.Release();
        await host.Engine.DrainAsync();
    }

    [Theory]
    [InlineData(Misdeed.BlocksItsThread)]
    [InlineData(Misdeed.NeverAnswers)]
    public async Task A_stop_waits_two_seconds_for_an_observer_that_hangs_and_says_what_it_missed(Misdeed misdeed)
    {
        using var observer = new Watcher(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));
        await host.Engine.HandleAsync(Some.Alert("203.0.113.1"));
        await host.Engine.HandleAsync(Some.Alert("203.0.113.2"));
        await Until.TrueAsync(() => host.Responder.Calls.Count == 2 && observer.Does.Calls == 1);

        var stopping = host.Engine.StopAsync();
        await host.Clock.TimerOf(ObserverHub.Patience);
        host.Responder.Calls.Should().HaveCount(4, "the blocks are taken back first");

        // The stop waits once more if the other observer is still getting its outcomes at the end of the first two seconds.
        await host.Clock.AdvanceUntilAsync(stopping, ObserverHub.Patience);

        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith("606 Warning On stop the observer 'Watcher' had not received 3 outcomes", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task A_stop_does_not_wait_at_all_for_an_observer_that_is_known_to_hang()
    {
        using var observer = new Watcher(Misdeed.BlocksItsThread);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));
        await host.Engine.HandleAsync(Some.Alert());
        await Until.TrueAsync(() => observer.Does.Calls == 1);
        host.Clock.Advance(Limit);

        await host.Engine.StopAsync();

        host.Log.Of(606).Should().Be(1);
    }

    [Fact]
    public async Task What_an_observer_is_too_slow_for_is_dropped_for_it_alone_and_said()
    {
        using var observer = new Watcher(Misdeed.NeverAnswers);
        await using var host = await IsolationHost.StartAsync(builder =>
            builder.AddObserver(_ => observer).ConfigureExecution(static options => options.ObserverQueueCapacity = 4)
        );
        await host.Engine.HandleAsync(Some.Alert("203.0.113.1"));
        await Until.TrueAsync(() => observer.Does.Calls == 1);
        for (var i = 2; i <= 8; i++)
        {
            await host.Engine.HandleAsync(Some.Alert($"203.0.113.{i}"));
        }

        await Until.TrueAsync(() => host.Faults.Of("observer Watcher dropped") == 3);
        await Until.TrueAsync(() => host.Observer.Actions.Count == 8);
        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith("604 Error The observer 'Watcher' is 4 outcomes behind", StringComparison.Ordinal)
            );

        observer.Does.Release();
        await host.Engine.DrainAsync();
        observer.Does.Calls.Should().Be(5);
        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith("605 Warning The observer 'Watcher' has caught up; 3 outcomes", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Outcomes_come_in_order_and_one_at_a_time()
    {
        var observer = new Orderly();
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));
        for (var i = 1; i <= 200; i++)
        {
            await host.Engine.ApplyAsync("firewall-drop", Some.Address($"203.0.113.{i}"), TimeSpan.FromMinutes(1));
        }

        await host.Engine.DrainAsync();

        observer.Seen.Should().Equal(host.Observer.Actions.Select(static action => $"{action.Order.Subject}"));
        observer.Most.Should().Be(1);
    }

    [Fact]
    public async Task An_observer_may_give_orders_and_a_drain_waits_for_them()
    {
        ActiveResponseEngine? engine = null;
        var observer = new Chain(() => engine!);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddObserver(_ => observer));
        engine = host.Engine;

        await host.Engine.HandleAsync(Some.Alert("203.0.113.1"));
        await host.Engine.DrainAsync();

        host.Observer.Actions.Should().HaveCount(2);
    }

    private sealed class Watcher(Misdeed misdeed) : IResponseObserver, IDisposable
    {
        public Misbehaving Does { get; } = new(misdeed);

        public async ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken) =>
            await Does.AnswerAsync(true, cancellationToken);

        public void Dispose() => Does.Dispose();
    }

    private sealed class Orderly : IResponseObserver
    {
        private int _inside;

        public List<string> Seen { get; } = [];

        public int Most { get; private set; }

        public async ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _inside));
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            Seen.Add($"{action.Order.Subject}");
            Interlocked.Decrement(ref _inside);
        }
    }

    private sealed class Chain(Func<ActiveResponseEngine> engine) : IResponseObserver
    {
        public async ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
        {
            if (action.Order.Subject == Some.Address("203.0.113.1"))
            {
                await engine().ApplyAsync("firewall-drop", Some.Address("203.0.113.2"), TimeSpan.FromMinutes(1), cancellationToken);
            }
        }
    }
}
