using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A store that hangs fails what asks it, and loses no change.</summary>
public sealed class StoreIsolationTests
{
    private static readonly TimeSpan Limit = new ExecutionOptions().StoreDeadline;

    [Theory]
    [InlineData(Misdeed.NeverAnswers)]
    [InlineData(Misdeed.StopsWhenAsked)]
    [InlineData(Misdeed.ThrowsWhenAsked)]
    public async Task A_query_without_an_answer_fails_the_order_at_its_deadline_and_is_logged_and_counted(Misdeed misdeed)
    {
        using var store = new MisbehavingStore();
        await using var host = await IsolationHost.StartAsync(builder => builder.UseStore(_ => store));
        store.Finds.Misdeed = misdeed;

        var applying = host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));
        await Until.TrueAsync(() => store.Finds.Calls == 1);
        applying.IsCompleted.Should().BeFalse();
        host.Clock.Advance(Limit);
        var action = await applying;

        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().EndWith("the store 'MisbehavingStore' didn't respond within 30 s");
        host.Responder.Calls.Should().BeEmpty("nothing is done that can't be recorded");
        host.Log.All.Should().ContainSingle(static line => line.StartsWith("602 Error The store", StringComparison.Ordinal));
        host.Faults.Of("store MisbehavingStore no_answer").Should().Be(1);
        await Until.TrueAsync(() => store.Finds.Fired == 1);

        store.Finds.Misdeed = Misdeed.None;
        (await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_change_that_takes_too_long_is_logged_and_counted_and_waited_for()
    {
        using var store = new MisbehavingStore();
        await using var host = await IsolationHost.StartAsync(builder => builder.UseStore(_ => store));
        store.Commits.Misdeed = Misdeed.NeverAnswers;

        var applying = host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));
        await Until.TrueAsync(() => store.Commits.Calls == 1);
        host.Clock.Advance(Limit);
        await Until.TrueAsync(() => host.Log.Of(602) == 1);

        applying.IsCompleted.Should().BeFalse("the change may be stored all the same");
        host.Responder.Calls.Should().BeEmpty();
        host.Faults.Of("store MisbehavingStore no_answer").Should().Be(1);
        store.Commits.Misdeed = Misdeed.None;
        store.Commits.Release();
        (await applying).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.Engine.ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_store_that_blocks_its_thread_is_logged_while_it_does()
    {
        using var store = new MisbehavingStore();
        await using var host = await IsolationHost.StartAsync(builder => builder.UseStore(_ => store));
        store.Finds.Misdeed = Misdeed.BlocksItsThread;

        var applying = Task.Run(async () =>
            await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10))
        );
        await Until.TrueAsync(() => store.Finds.Calls == 1);
        host.Clock.Advance(Limit);
        await Until.TrueAsync(() => host.Log.Of(602) == 1);

        store.Finds.Misdeed = Misdeed.None;
        store.Finds.Release();
        (await applying).Outcome.Should().Be(ActionOutcome.Applied);
    }
}
