using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

public sealed class HistoryTests
{
    [Fact]
    public async Task An_apply_and_its_revert_are_in_the_history_with_their_reason()
    {
        await using var harness = new ExecutionHarness(new RecordingResponder());
        var order = Some.Order("recorder", "203.0.113.9", 600);
        var applied = await harness.ApplyAsync(order);
        await harness.PassAsync(600);

        var history = await HistoryAsync(harness);

        history.Select(static e => (e.IsRevert, e.Outcome)).Should().Equal((true, ActionOutcome.Lifted), (false, ActionOutcome.Applied));
        history[1]
            .Should()
            .Be(
                new HistoryEntry
                {
                    At = applied.At,
                    IsRevert = false,
                    Outcome = ActionOutcome.Applied,
                    Responder = "recorder",
                    Subject = order.Subject,
                    ResponseName = order.ResponseName,
                    RuleId = order.Origin.RuleId,
                    AlertId = order.Origin.AlertId,
                    AgentId = order.Origin.AgentId,
                    AgentName = order.Origin.AgentName,
                    Offense = 1,
                    Until = applied.At.AddSeconds(600),
                }
            );
        history[0].At.Should().Be(applied.At.AddSeconds(600));
    }

    [Fact]
    public async Task What_failed_and_what_the_responder_refused_is_in_the_history_with_why()
    {
        var results = new Queue<ResponderResult>([ResponderResult.Refused("not this one"), ResponderResult.Failed("no such table")]);
        await using var harness = new ExecutionHarness(
            new RecordingResponder { OnApply = (_, _) => ValueTask.FromResult(results.Dequeue()) }
        );
        await harness.ApplyAsync(Some.Order("recorder", "203.0.113.9", 600));
        await harness.ApplyAsync(Some.Order("recorder", "203.0.113.9", 600));

        (await HistoryAsync(harness))
            .Select(static e => (e.Outcome, e.Detail, e.Until))
            .Should()
            .Equal((ActionOutcome.Failed, "no such table", null), (ActionOutcome.Refused, "not this one", null));
    }

    [Fact]
    public async Task The_history_changes_with_the_effect_in_one_commit()
    {
        var commits = new List<StoreCommit>();
        await using var harness = new ExecutionHarness(
            new ExecutionOptions(),
            RepeatedOffenders.None,
            store => new CommitLog(store, commits),
            new RecordingResponder()
        );

        await harness.ApplyAsync(Some.Order("recorder", "203.0.113.9", 600));
        await harness.PassAsync(600);

        commits
            .Select(static c => (c.Effects.Length, c.Ended.Length, c.History.Length))
            .Should()
            .Equal((1, 0, 0), (1, 0, 1), (1, 0, 0), (0, 1, 1));
    }

    [Fact]
    public async Task Of_many_orders_that_only_lengthen_a_block_the_last_of_each_response_is_in_the_history()
    {
        using var free = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var responder = new RecordingResponder
        {
            OnApply = async (_, _) =>
            {
                begun.Release();
                await free.WaitAsync();
                return ResponderResult.Applied();
            },
        };
        await using var harness = new ExecutionHarness(responder);
        var order = Some.Order("recorder", "203.0.113.9", 600);
        var first = harness.ApplyAsync(order);
        await begun.WaitAsync();
        var later = Enumerable
            .Range(0, 50)
            .Select(n => harness.ApplyAsync(order with { ResponseName = n % 2 == 0 ? "even" : "odd" }))
            .ToList();
        free.Release(100);
        await Task.WhenAll(later.Append(first));

        (await HistoryAsync(harness))
            .Select(static e => (e.ResponseName, e.Outcome))
            .Should()
            .Equal(("odd", ActionOutcome.Extended), ("even", ActionOutcome.Extended), (order.ResponseName, ActionOutcome.Applied));
    }

    [Fact]
    public async Task The_store_in_memory_forgets_the_oldest_entries_beyond_its_bound()
    {
        await using var harness = new ExecutionHarness();
        var entry = new HistoryEntry
        {
            At = default,
            IsRevert = false,
            Outcome = ActionOutcome.Applied,
            Responder = "r",
            Subject = Subject.None,
        };
        await harness.Store.CommitAsync(
            new StoreCommit
            {
                History = [.. Enumerable.Range(1, InMemoryResponseStore.HistoryCapacity + 5).Select(n => entry with { Offense = n })],
            },
            CancellationToken.None
        );

        var kept = await harness.Store.ListHistoryAsync(new HistoryQuery { Limit = int.MaxValue }, CancellationToken.None);

        kept.Should().HaveCount(InMemoryResponseStore.HistoryCapacity);
        kept[^1].Offense.Should().Be(6);
    }

    private static ValueTask<IReadOnlyList<HistoryEntry>> HistoryAsync(ExecutionHarness harness) =>
        harness.Store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None);

    private sealed class CommitLog(IResponseStore inner, List<StoreCommit> commits) : DelegatingResponseStore(inner)
    {
        public override ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
        {
            commits.Add(commit);
            return Inner.CommitAsync(commit, cancellationToken);
        }
    }
}
