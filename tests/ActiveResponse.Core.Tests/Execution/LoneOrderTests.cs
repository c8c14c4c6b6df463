using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>An order that none follows is carried out on the thread that gives it, where that never blocks.</summary>
public sealed class LoneOrderTests
{
    private readonly Fast _fast = new();

    [Fact]
    public async Task A_lone_order_is_done_when_the_call_returns()
    {
        await using var host = new ExecutionHarness(_fast);

        var outcome = Give(host, 1);

        outcome.IsCompletedSuccessfully.Should().BeTrue("nobody else was woken for it");
        (await outcome).Outcome.Should().Be(ActionOutcome.Applied);
        _fast.Threads.Should().Equal(Thread.CurrentThread);
    }

    [Fact]
    public async Task One_of_many_waits_for_the_worker()
    {
        await using var host = new ExecutionHarness(_fast);

        var giver = await OnOwnThreadAsync(() => host.ApplyAsync(Order(1)));

        _fast.Threads.Should().ContainSingle().Which.Should().NotBeSameAs(giver, "a worker collects what comes at once");
    }

    [Fact]
    public async Task What_may_block_its_thread_never_gets_that_of_the_caller()
    {
        _fast.NeverBlocks = false;
        await using var host = new ExecutionHarness(_fast);

        var giver = await OnOwnThreadAsync(() => Give(host, 1));

        _fast.Threads.Should().ContainSingle().Which.Should().NotBeSameAs(giver);
    }

    [Fact]
    public async Task What_comes_meanwhile_waits_and_becomes_one_batch()
    {
        await using var host = new ExecutionHarness(_fast);
        var hold = _fast.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Give(host, 1);
        var rest = Enumerable.Range(1, 50).Select(i => Give(host, i)).ToList();

        _fast.Batches.Should().Be(1, "batches never overlap");
        first.IsCompleted.Should().BeFalse();
        hold.SetResult();
        await first;
        var outcomes = await Task.WhenAll(rest);

        _fast.Batches.Should().Be(2);
        outcomes[0].Outcome.Should().Be(ActionOutcome.Extended, "the first order for this address came before it");
        outcomes[1..].Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task An_end_waits_for_what_was_begun()
    {
        var host = new ExecutionHarness(_fast);
        var hold = _fast.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Give(host, 1);

        var end = host.DisposeAsync().AsTask();
        for (var i = 0; i < 20; i++)
        {
            // Others end meanwhile, for they have done what they began.
            var other = new ExecutionHarness(new Fast());
            await Give(other, 1);
            await other.DisposeAsync();
        }

        end.IsCompleted.Should().BeFalse();
        hold.SetResult();
        await end;
        first.IsCompletedSuccessfully.Should().BeTrue();
        (await first).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task An_end_reaches_the_worker_that_waits_for_what_was_begun()
    {
        var host = new ExecutionHarness(_fast);
        var hold = _fast.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Give(host, 1);
        var second = host.ApplyAsync(Order(2));

        var end = host.DisposeAsync().AsTask();
        hold.SetResult();
        await end;

        (await first).Outcome.Should().Be(ActionOutcome.Applied);
        (await second).Outcome.Should().BeOneOf(ActionOutcome.Applied, ActionOutcome.Dropped);
    }

    /// <summary>Gives an order on a thread that does nothing else, so that no worker can run there.</summary>
    /// <remarks>Returns the thread, not its number: a worker's thread may get the number of one that has ended.</remarks>
    private static async Task<Thread> OnOwnThreadAsync(Func<Task<ExecutedAction>> give)
    {
        var (thread, outcome) = await Task.Factory.StartNew(
            () => (Thread.CurrentThread, give()),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await outcome;
        return thread;
    }

    private static Task<ExecutedAction> Give(ExecutionHarness host, int number) => host.GiveAlone(Order(number));

    private static ResponseOrder Order(int number) => Some.Order("fast", $"198.51.100.{number}", alertId: "a", seconds: 600);

    /// <summary>Does what it is told at once, or when it is let go.</summary>
    private sealed class Fast : IBatchResponder
    {
        public List<Thread> Threads { get; } = [];

        public int Batches => Threads.Count;

        public TaskCompletionSource? Hold { get; set; }

        public string Name => "fast";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public bool DistinguishesExtensions => false;

        public bool NeverBlocks { get; set; } = true;

        public async ValueTask<BatchResult> RunBatchAsync(
            IReadOnlyList<ResponderContext> applies,
            IReadOnlyList<ResponderContext> reverts,
            CancellationToken cancellationToken
        )
        {
            Threads.Add(Thread.CurrentThread);
            if (Hold is { } hold)
            {
                Hold = null;
                await hold.Task;
            }

            return new BatchResult(
                [.. applies.Select(static _ => ResponderResult.Applied())],
                [.. reverts.Select(static _ => ResponderResult.Lifted())]
            );
        }

        public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            (await RunBatchAsync([context], [], cancellationToken)).Applies[0];

        public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            (await RunBatchAsync([], [context], cancellationToken)).Reverts[0];
    }
}
