using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>What must not keep a block in place for ever, and what must not lose one.</summary>
public sealed class NoBlockForEverTests
{
    private readonly RecordingResponder _responder = new();

    [Theory]
    [InlineData(ActionOutcome.Failed)]
    [InlineData(ActionOutcome.AlreadyApplied)]
    public async Task A_block_that_could_not_be_taken_back_is_not_forgotten_when_the_next_order_fails(ActionOutcome answer)
    {
        var works = true;
        var later = answer == ActionOutcome.Failed ? ResponderResult.Failed("busy") : ResponderResult.AlreadyApplied();
        _responder.OnApply = (_, _) => ValueTask.FromResult(works ? ResponderResult.Applied() : later);
        _responder.OnRevert = (_, _) => ValueTask.FromResult(works ? ResponderResult.Lifted() : ResponderResult.Failed("busy"));
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 60));
        works = false;
        await host.PassAsync(60);

        await host.ApplyAsync(Some.Order(seconds: 60, alertId: "2"));
        works = true;
        await host.PassAsync(3600);

        _responder.Calls.Last().Should().Be("delete 203.0.113.9");
        host.Outcomes.Last().Should().Be(ActionOutcome.Lifted);
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    [Fact]
    public async Task A_lift_that_failed_ends_every_hold_also_when_an_alert_comes_before_it_is_tried_again()
    {
        var works = false;
        _responder.OnRevert = (_, _) => ValueTask.FromResult(works ? ResponderResult.Lifted() : ResponderResult.Failed("busy"));
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(seconds: 0, response: "permanent"));
        await host.Endings.EndAsync(await host.Store.ListAsync(CancellationToken.None), RevertReason.Lifted, CancellationToken.None);

        await host.ApplyAsync(Some.Order(seconds: 60, response: "timed", alertId: "2"));
        works = true;
        await host.PassAsync(60);

        (await host.EffectAsync(Some.Order())).Should().BeNull("the permanent hold was lifted");
    }

    [Fact]
    public async Task A_block_whose_confirmation_could_not_be_stored_ends_all_the_same()
    {
        var firewall = new InMemoryFirewall("recorder");
        FaultyStore? store = null;
        await using var host = new ExecutionHarness(
            new ExecutionOptions(),
            RepeatedOffenders.None,
            inner => store = new FaultyStore(inner),
            new FirewallResponder(firewall)
        );
        await host.ApplyAsync(Some.Order(subject: "203.0.113.1", seconds: 60));
        var hold = new TaskCompletionSource();
        var entered = 0;
        firewall.BeforeBatch = () => Interlocked.Increment(ref entered) == 1 ? hold.Task : Task.CompletedTask;
        var second = host.ApplyAsync(Some.Order(subject: "203.0.113.2", seconds: 60));
        await Until.TrueAsync(() => entered == 1);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        _ = host.Endings.EndAsync(await host.Store.ListAsync(CancellationToken.None), RevertReason.Lifted, CancellationToken.None);
        var third = host.ApplyAsync(Some.Order(subject: "203.0.113.3", seconds: 60));
        store!.FailsFindOffense = static key => key.Subject.ToString() == "203.0.113.1";
        hold.SetResult();
        await second;

        (await third).Outcome.Should().Be(ActionOutcome.Failed, "in one batch with it an end could not be stored");
        firewall.Entries.Should().ContainKey(Some.Prefix("203.0.113.3"));
        store.FailsFindOffense = static _ => false;
        await host.PassAsync(60);
        await host.PassAsync(60);
        firewall.Entries.Should().BeEmpty();
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_fails_its_own_order_and_no_other_of_the_batch()
    {
        var firewall = new InMemoryFirewall("recorder");
        var hold = new TaskCompletionSource();
        var entered = 0;
        firewall.BeforeBatch = () => Interlocked.Increment(ref entered) == 1 ? hold.Task : Task.CompletedTask;
        FaultyStore? store = null;
        await using var host = new ExecutionHarness(
            new ExecutionOptions(),
            RepeatedOffenders.None,
            inner => store = new FaultyStore(inner),
            new FirewallResponder(firewall)
        );
        var first = host.ApplyAsync(Some.Order(subject: "203.0.113.1"));
        await Until.TrueAsync(() => entered == 1);
        store!.FailsFind = static key => key.Subject.ToString() == "203.0.113.2";
        var second = host.ApplyAsync(Some.Order(subject: "203.0.113.2"));
        var third = host.ApplyAsync(Some.Order(subject: "203.0.113.3"));
        hold.SetResult();
        await first;

        (await second).Outcome.Should().Be(ActionOutcome.Failed);
        (await third).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task The_longest_timeout_there_is_blocks_and_does_not_overflow()
    {
        await using var host = new ExecutionHarness(_responder);
        var action = await host.ApplyAsync(Some.Order() with { Timeout = TimeSpan.MaxValue });
        action.Outcome.Should().Be(ActionOutcome.Applied);
        action.Until.Should().Be(DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task The_most_negative_timeout_is_taken_back_at_once()
    {
        await using var host = new ExecutionHarness(_responder);
        (await host.ApplyAsync(Some.Order() with { Timeout = TimeSpan.MinValue })).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(0);
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_responder_that_returns_nothing_has_failed()
    {
        _responder.OnApply = static (_, _) => ValueTask.FromResult<ResponderResult>(null!);
        await using var host = new ExecutionHarness(_responder);
        var action = await host.ApplyAsync(Some.Order());
        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Contain("no result");
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }
}
