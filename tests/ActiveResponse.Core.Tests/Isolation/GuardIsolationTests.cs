using ActiveResponse.DependencyInjection;
using ActiveResponse.Guards;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A guard that doesn't answer refuses the order, and holds up the next one no longer than its deadline.</summary>
public sealed class GuardIsolationTests
{
    private static readonly TimeSpan Limit = new GuardOptions().GuardDeadline;

    [Theory]
    [InlineData(Misdeed.ThrowsAtOnce)]
    [InlineData(Misdeed.ThrowsLater)]
    public async Task A_guard_that_throws_refuses_the_order_and_is_logged_and_counted(Misdeed misdeed)
    {
        using var guard = new Guard(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddGuard(_ => guard));

        var plan = await host.Engine.HandleAsync(Some.Alert());

        plan.Responses[0].Orders[0].Refusal.Should().Be(new OrderRefusal("own-guard", "the guard itself failed: out of order"));
        host.Log.All.Should()
            .ContainSingle(static line => line.StartsWith("601 Error The guard 'own-guard' threw", StringComparison.Ordinal));
        host.Faults.Of("guard own-guard threw").Should().Be(1);
        await host.Engine.DrainAsync();
        host.Responder.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Misdeed.BlocksItsThread)]
    [InlineData(Misdeed.NeverAnswers)]
    [InlineData(Misdeed.StopsWhenAsked)]
    [InlineData(Misdeed.ThrowsWhenAsked)]
    public async Task A_guard_that_hangs_refuses_the_order_at_its_deadline_and_its_token_fires(Misdeed misdeed)
    {
        using var guard = new Guard(misdeed);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddGuard(_ => guard));

        var handling = Task.Run(async () => await host.Engine.HandleAsync(Some.Alert()));
        await Until.TrueAsync(() => guard.Does.Calls == 1);
        host.Clock.Advance(Limit);

        (await handling)
            .Responses[0]
            .Orders[0]
            .Refusal.Should()
            .Be(new OrderRefusal("own-guard", "the guard 'own-guard' didn't respond within 5 s"));
        host.Log.All.Should()
            .ContainSingle(static line =>
                line.StartsWith("602 Error The guard 'own-guard' didn't respond within 5 s: the order is refused", StringComparison.Ordinal)
            );
        host.Faults.Of("guard own-guard no_answer").Should().Be(1);
        await Until.TrueAsync(() => guard.Does.Fired == 1);
        await host.Engine.DrainAsync();
        host.Observer.Actions.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Refused);

        guard.Does.Misdeed = Misdeed.None;
        (await host.Engine.HandleAsync(Some.Alert())).Responses[0].Orders[0].Refusal.Should().BeNull("it answers again");
    }

    [Fact]
    public async Task A_late_answer_changes_nothing_and_is_logged()
    {
        using var guard = new Guard(Misdeed.NeverAnswers);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddGuard(_ => guard));
        var handling = Task.Run(async () => await host.Engine.HandleAsync(Some.Alert()));
        await Until.TrueAsync(() => guard.Does.Calls == 1);
        host.Clock.Advance(Limit);
        await handling;

        guard.Does.Release();

        await Until.TrueAsync(() => host.Log.Of(603) == 1 || host.Faults.Of("guard own-guard threw") > 0);
        await host.Engine.DrainAsync();
        host.Responder.Calls.Should().BeEmpty();
        host.Observer.Actions.Should().ContainSingle();
    }

    [Fact]
    public async Task A_guard_that_hangs_for_good_is_left_with_few_threads_and_then_refuses_at_once()
    {
        using var guard = new Guard(Misdeed.BlocksItsThread);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddGuard(_ => guard));
        for (var i = 1; i <= PluginCaller.MostLeftBehind; i++)
        {
            var handling = Task.Run(async () => await host.Engine.HandleAsync(Some.Alert()));
            await Until.TrueAsync(() => guard.Does.Calls == i);
            host.Clock.Advance(Limit);
            await handling;
        }

        var plan = await host.Engine.HandleAsync(Some.Alert());

        plan.Responses[0].Orders[0].Refusal!.Why.Should().Contain("wasn't called").And.Contain("haven't returned");
        guard.Does.Calls.Should().Be(PluginCaller.MostLeftBehind);
        host.Faults.Of("guard own-guard not_called").Should().Be(1);

        guard.Does.Release();
        await Until.TrueAsync(() => host.Log.Of(603) == PluginCaller.MostLeftBehind);
        (await host.Engine.HandleAsync(Some.Alert())).Responses[0].Orders[0].Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_guard_that_cannot_even_say_its_name_refuses_under_that_of_its_type()
    {
        await using var host = await IsolationHost.StartAsync(static builder => builder.AddGuard(static _ => new Nameless()));
        (await host.Engine.HandleAsync(Some.Alert())).Responses[0].Orders[0].Refusal!.By.Should().Be(nameof(Nameless));
    }

    [Fact]
    public async Task The_caller_can_stop_waiting_for_a_guard_that_hangs()
    {
        using var guard = new Guard(Misdeed.BlocksItsThread);
        await using var host = await IsolationHost.StartAsync(builder => builder.AddGuard(_ => guard));
        using var stop = new CancellationTokenSource();
        var handling = Task.Run(async () => await host.Engine.HandleAsync(Some.Alert(), stop.Token));
        await Until.TrueAsync(() => guard.Does.Calls == 1);

        await stop.CancelAsync();

        await handling.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>();
        await Until.TrueAsync(() => guard.Does.Fired == 1);
    }

    private sealed class Guard(Misdeed misdeed) : IResponseGuard, IDisposable
    {
        public Misbehaving Does { get; } = new(misdeed);

        public string Name => "own-guard";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            Does.AnswerAsync<OrderRefusal?>(null, cancellationToken);

        public void Dispose() => Does.Dispose();
    }

    private sealed class Nameless : IResponseGuard
    {
        public string Name => throw new InvalidOperationException("no name");

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no check");
    }
}
