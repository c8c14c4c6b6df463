using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>A responder that doesn't get on: its orders pile up to a bound, are dropped and told after that, and those of others never wait
/// for it.</summary>
public sealed class StalledLaneTests
{
    private const int Capacity = 2;
    private const int MostWaiting = Capacity * (1 + LaneRoom.TimesBeyond);

    private readonly TaskCompletionSource<ResponderResult> _hold = new();
    private readonly RecordingResponder _hung = new("hung");
    private readonly RecordingResponder _other = new("other");

    public StalledLaneTests() => _hung.OnApply = (_, _) => new ValueTask<ResponderResult>(_hold.Task);

    [Fact]
    public async Task Orders_for_others_go_on_and_what_finds_no_place_is_dropped_and_said()
    {
        await using var host = Host();
        await StallAsync(host);

        var waiting = new List<Task<ExecutedAction>>();
        for (var i = 0; i < MostWaiting - Capacity - 1; i++)
        {
            waiting.Add(await QueueAsync(host, "hung", 100 + i));
        }

        (await (await QueueAsync(host, "other", 1))).Outcome.Should().Be(ActionOutcome.Applied);
        waiting.Should().OnlyContain(static order => !order.IsCompleted);
        var dropped = await await WaitingAsync(host, 1000);
        dropped.Outcome.Should().Be(ActionOutcome.Dropped);
        dropped.Detail.Should().Contain("full");
        (await (await QueueAsync(host, "hung", 1001)))
            .Outcome.Should()
            .Be(ActionOutcome.Dropped, "it isn't waited for again before it gets on");

        _hold.SetResult(ResponderResult.Applied());
        (await Task.WhenAll(waiting)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
        (await (await QueueAsync(host, "hung", 1002))).Outcome.Should().Be(ActionOutcome.Applied);
    }

    // One is under way, as many as there are places wait, and the first beyond that has waited as long as a producer does.
    private async Task StallAsync(ExecutionHarness host)
    {
        await QueueAsync(host, "hung", 1);
        await Until.TrueAsync(() => _hung.Calls.Count == 1);
        for (var i = 0; i < Capacity; i++)
        {
            await QueueAsync(host, "hung", 2 + i);
        }

        await WaitingAsync(host, 50);
    }

    private static async Task<Task<ExecutedAction>> WaitingAsync(ExecutionHarness host, int number)
    {
        var before = host.Clock.PendingTimers;
        var order = QueueAsync(host, "hung", number);
        await Until.TrueAsync(() => host.Clock.PendingTimers > before);
        order.IsCompleted.Should().BeFalse("its producer waits a moment");
        host.Clock.Advance(LaneRoom.Patience);
        return await order;
    }

    private static Task<Task<ExecutedAction>> QueueAsync(ExecutionHarness host, string responder, int number) =>
        host.QueueAsync(Some.Order(responder, subject: $"2001:db8::{number:x}"));

    private ExecutionHarness Host() =>
        new(new ExecutionOptions { QueueCapacity = Capacity, Parallelism = 1 }, RepeatedOffenders.None, _hung, _other);
}
