using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A transport that doesn't work fails the orders for other hosts, and touches none for this one.</summary>
public sealed class DispatcherIsolationTests
{
    private static readonly TimeSpan Limit = new ExecutionOptions().DispatchDeadline;

    [Theory]
    [InlineData(Misdeed.ThrowsAtOnce)]
    [InlineData(Misdeed.ThrowsLater)]
    public async Task A_dispatcher_that_throws_fails_the_order(Misdeed misdeed)
    {
        using var transport = new Transport(misdeed);
        await using var host = await StartAsync(transport);

        await host.Engine.HandleAsync(Some.Alert());
        await host.Engine.DrainAsync();

        var sent = host.Observer.Actions.Single(static action => action.Order.RunsElsewhere);
        (sent.Outcome, sent.Detail).Should().Be((ActionOutcome.Failed, "the transport 'Transport' failed: out of order"));
        host.Faults.Of("dispatcher Transport threw").Should().Be(1);
    }

    [Theory]
    [InlineData(Misdeed.BlocksItsThread)]
    [InlineData(Misdeed.NeverAnswers)]
    [InlineData(Misdeed.StopsWhenAsked)]
    [InlineData(Misdeed.ThrowsWhenAsked)]
    public async Task A_dispatcher_that_hangs_fails_the_order_at_its_deadline_and_delays_no_block_here(Misdeed misdeed)
    {
        using var transport = new Transport(misdeed);
        await using var host = await StartAsync(transport);

        await host.Engine.HandleAsync(Some.Alert());
        await Until.TrueAsync(() => host.Responder.Calls.Count == 1 && transport.Does.Calls == 1);
        host.Clock.Advance(Limit);
        await host.Engine.DrainAsync();

        var sent = host.Observer.Actions.Single(static action => action.Order.RunsElsewhere);
        (sent.Outcome, sent.Detail).Should().Be((ActionOutcome.Failed, "the transport 'Transport' didn't respond within 30 s"));
        host.Log.Of(602).Should().Be(1);
        host.Faults.Of("dispatcher Transport no_answer").Should().Be(1);
        await Until.TrueAsync(() => transport.Does.Fired == 1);
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_reported_beside_the_failure()
    {
        using var transport = new Transport(Misdeed.NeverAnswers);
        await using var host = await StartAsync(transport);
        await host.Engine.HandleAsync(Some.Alert());
        await Until.TrueAsync(() => transport.Does.Calls == 1);
        host.Clock.Advance(Limit);
        await host.Engine.DrainAsync();

        transport.Does.Release();

        await Until.TrueAsync(() => host.Observer.Actions.Count(static action => action.Order.RunsElsewhere) == 2);
        host.Observer.Actions.Where(static action => action.Order.RunsElsewhere)
            .Select(static action => action.Outcome)
            .Should()
            .Equal(ActionOutcome.Failed, ActionOutcome.Sent);
        host.Log.Of(603).Should().Be(1);
    }

    [Fact]
    public async Task Of_a_dispatcher_that_hangs_for_good_the_queue_fills_and_the_rest_is_dropped_and_reported()
    {
        using var transport = new Transport(Misdeed.BlocksItsThread);
        await using var host = await StartAsync(
            transport,
            static options =>
            {
                options.Parallelism = 1;
                options.QueueCapacity = 3;
                options.QueueFull = QueueFullMode.DropNewest;
            }
        );
        for (var i = 1; i <= 5; i++)
        {
            await host.Engine.HandleAsync(Some.Alert($"203.0.113.{i}"));
            await Until.TrueAsync(() => host.Responder.Calls.Count == i);
        }

        await Until.TrueAsync(() => host.Observer.Actions.Count(static action => action.Outcome == ActionOutcome.Dropped) == 2);
        await Until.TrueAsync(() => transport.Does.Calls == 1);
        transport.Does.Release();
        await host.Engine.DrainAsync();
        host.Observer.Actions.Count(static action => action.Outcome == ActionOutcome.Sent).Should().Be(3);
    }

    [Fact]
    public async Task A_dispatcher_that_cannot_say_whose_orders_it_takes_fails_the_order_and_it_is_not_run_twice()
    {
        using var transport = new Transport(Misdeed.None) { Takes = static () => throw new InvalidOperationException("out of order") };
        await using var host = await StartAsync(transport);

        await host.Engine.HandleAsync(Some.Alert());
        await host.Engine.DrainAsync();

        host.Observer.Actions.Should().OnlyContain(static action => action.Outcome == ActionOutcome.Failed);
        transport.Does.Calls.Should().Be(0);
        host.Responder.Calls.Should().BeEmpty();
    }

    private static Task<IsolationHost> StartAsync(IOrderDispatcher transport, Action<ExecutionOptions>? options = null) =>
        IsolationHost.StartAsync(builder =>
            builder
                .UseConfig(
                    new ActiveResponseConfig
                    {
                        Responses =
                        [
                            Some.Response(locations: ResponseLocation.DefinedAgent, agentId: "003"),
                            Some.Response(seconds: 60, locations: ResponseLocation.Server),
                        ],
                    }
                )
                .UseHost(new HostIdentity { Role = HostRole.Server })
                .UseDispatcher(_ => transport)
                .ConfigureExecution(options ?? (static _ => { }))
        );

    [Fact]
    public async Task Orders_are_handed_over_one_after_the_other()
    {
        var transport = new RecordingTransport();
        await using var host = await StartAsync(transport);
        string[] attackers = [.. Enumerable.Range(1, 200).Select(static i => $"203.0.113.{i}")];

        foreach (var attacker in attackers)
        {
            await host.Engine.HandleAsync(Some.Alert(attacker));
        }

        await host.Engine.DrainAsync();
        transport.Sent.Should().Equal(attackers);
    }

    private sealed class RecordingTransport : IOrderDispatcher
    {
        public List<string> Sent { get; } = [];

        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
        {
            lock (Sent)
            {
                Sent.Add(order.Subject.ToString());
            }

            return ValueTask.FromResult(new DispatchResult(true, "to all"));
        }
    }

    private sealed class Transport(Misdeed misdeed) : IOrderDispatcher, IDisposable
    {
        public Misbehaving Does { get; } = new(misdeed);

        public Func<bool> Takes { get; init; } = static () => false;

        public bool TakesOwnOrders => Takes();

        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
            Does.AnswerAsync(new DispatchResult(true, "to all"), cancellationToken);

        public void Dispose() => Does.Dispose();
    }
}
