using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>What becomes of orders when the host stops, and of what would grow with the host's age.</summary>
public sealed class EndOfTheHostTests
{
    private readonly RecordingResponder _responder = new();

    [Fact]
    public async Task Once_timed_applies_are_dropped_only_permanent_ones_come_through()
    {
        await using var host = new ExecutionHarness(_responder);
        host.Executor.DropTimedApplies();
        (await host.ApplyAsync(Some.Order(subject: "203.0.113.1", seconds: 60))).Outcome.Should().Be(ActionOutcome.Dropped);
        (await host.ApplyAsync(Some.Order(subject: "203.0.113.2", seconds: 0))).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(0);
        host.Outcomes.Should().BeEquivalentTo([ActionOutcome.Dropped, ActionOutcome.Applied]);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_an_order_that_was_queued_when_the_executor_ended()
    {
        var hold = new TaskCompletionSource<ResponderResult>();
        _responder.OnApply = (_, _) => new ValueTask<ResponderResult>(hold.Task);
        var host = new ExecutionHarness(new ExecutionOptions { Parallelism = 1, QueueCapacity = 1 }, RepeatedOffenders.None, _responder);
        var running = host.ApplyAsync(Some.Order(subject: "203.0.113.1"));
        await Until.TrueAsync(() => _responder.Calls.Count == 1);
        var queued = host.ApplyAsync(Some.Order(subject: "203.0.113.2"));
        var waiting = host.ApplyAsync(Some.Order(subject: "203.0.113.3"));
        var disposing = host.DisposeAsync();
        hold.SetResult(ResponderResult.Applied());
        await disposing;

        (await running).Outcome.Should().Be(ActionOutcome.Applied);
        (await queued.WaitAsync(TimeSpan.FromSeconds(30))).Outcome.Should().Be(ActionOutcome.Dropped);
        (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Outcome.Should().Be(ActionOutcome.Dropped);
        (await host.ApplyAsync(Some.Order(subject: "203.0.113.4")).WaitAsync(TimeSpan.FromSeconds(30)))
            .Outcome.Should()
            .Be(ActionOutcome.Dropped);
    }

    [Fact]
    public async Task A_responder_that_was_gone_for_one_end_serves_again_when_it_is_back()
    {
        var scripts = new FlakyScripts(_responder);
        await using var host = new ExecutionHarness(scripts);
        await host.Store.CommitAsync(new StoreCommit { Effects = [Effect(Some.Order("recorder", seconds: 60))] }, CancellationToken.None);
        scripts.IsThere = false;
        var effects = await host.Store.ListAsync(CancellationToken.None);
        (await host.Endings.EndAsync(effects, RevertReason.Lifted, CancellationToken.None))[0].Outcome.Should().Be(ActionOutcome.Failed);

        scripts.IsThere = true;
        (await host.ApplyAsync(Some.Order("recorder", "203.0.113.7"))).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(5);
        _responder.Calls.Should().Contain("delete 203.0.113.9");

        EffectRecord Effect(ResponseOrder order) =>
            new()
            {
                Order = order,
                State = EffectState.Applied,
                Since = host.Clock.GetUtcNow(),
                Holders = [new EffectHolder("recovered", null, 0, ResponseOrigin.Manual)],
            };
    }

    [Fact]
    public async Task Decayed_offenses_are_forgotten_but_not_those_of_a_block_in_place()
    {
        await using var host = new ExecutionHarness(_responder);
        await host.ApplyAsync(Some.Order(subject: "203.0.113.1", seconds: 60));
        await host.ApplyAsync(Some.Order(subject: "203.0.113.2", seconds: 0));
        await host.PassAsync(60);
        await host.PassAsync(host.Options.OffenseDecay + TimeSpan.FromHours(1));

        await host.ApplyAsync(Some.Order(subject: "203.0.113.3"));
        await host.PassAsync(0);
        await host.Executor.DisposeAsync();

        (await host.Store.FindOffenseAsync(Some.Order(subject: "203.0.113.1").Key, CancellationToken.None)).Should().BeNull();
        (await host.Store.FindOffenseAsync(Some.Order(subject: "203.0.113.2").Key, CancellationToken.None)).Should().NotBeNull();
        (await host.Store.FindOffenseAsync(Some.Order(subject: "203.0.113.3").Key, CancellationToken.None)).Should().NotBeNull();
    }

    private sealed class FlakyScripts(IResponder responder) : IScriptResponders
    {
        public bool IsThere { get; set; } = true;

        public IResponder? Find(CommandDefinition command, out string? whyNot)
        {
            whyNot = IsThere ? null : "it is gone";
            return IsThere ? responder : null;
        }
    }
}
