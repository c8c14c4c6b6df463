using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Execution;

/// <summary>Orders aren't read far ahead of a firewall that runs no program: those that wait for it only take memory.</summary>
public sealed class LanePaceTests
{
    private readonly InMemoryFirewall _firewall = new("fw");
    private readonly TaskCompletionSource _hold = new();
    private volatile bool _isUnderWay;

    public LanePaceTests() =>
        _firewall.BeforeBatch = () =>
        {
            _isUnderWay = true;
            return _hold.Task;
        };

    [Fact]
    public async Task Who_gives_more_than_a_lane_needs_waits_until_it_takes_some()
    {
        await using var host = Host(runsProgram: false);
        var given = await FillAsync(host);

        var next = Queue(host, LanePace.Most + 1);
        var another = Queue(host, LanePace.Most + 2);
        next.IsCompleted.Should().BeFalse("enough wait");
        another.IsCompleted.Should().BeFalse();

        _hold.SetResult();
        given.AddRange([await next, await another]);
        (await Task.WhenAll(given)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task The_same_holds_where_only_firewalls_of_earlier_blocks_run_programs()
    {
        var clock = new ManualClock();
        var options = new FirewallDropOptions { Name = "fw", Use = ["fw"] };
        var selection = new FirewallSelection(
            [new InMemoryFirewall("earlier"), new WithoutProgram(_firewall)],
            [],
            options,
            clock,
            NullLogger<FirewallSelection>.Instance
        );
        var several = new FirewallDropResponder(selection, options, clock);
        several.NeedsNoneForNew.Should().BeFalse("nobody has looked at them yet");
        await using var host = new ExecutionHarness(several);
        var given = await FillAsync(host);

        var next = Queue(host, LanePace.Most + 1);

        (several.NeedsNoneForNew, several.NeverBlocks).Should().Be((true, false));
        next.IsCompleted.Should().BeFalse();
        _hold.SetResult();
        given.Add(await next);
        (await Task.WhenAll(given)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_lane_that_does_not_get_on_slows_nobody()
    {
        await using var host = Host(runsProgram: false);
        var given = await FillAsync(host);
        var next = Queue(host, LanePace.Most + 1);
        next.IsCompleted.Should().BeFalse();

        host.Clock.Advance(LaneRoom.Patience);

        given.Add(await next);
        var later = Queue(host, LanePace.Most + 2);
        later.IsCompleted.Should().BeTrue("it isn't waited for again before it gets on");
        _hold.SetResult();
        given.Add(await later);
        (await Task.WhenAll(given)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_lane_that_gets_on_again_slows_its_producers_again()
    {
        var clock = new ManualClock();
        var pace = new LanePace(static () => LanePace.Most, clock);
        var first = pace.KeepAsync(CancellationToken.None).AsTask();
        clock.Advance(LaneRoom.Patience);
        await first;

        pace.KeepAsync(CancellationToken.None).IsCompleted.Should().BeTrue("it has stalled");
        pace.Taken();
        var second = pace.KeepAsync(CancellationToken.None).AsTask();

        second.IsCompleted.Should().BeFalse();
        pace.Taken();
        await second;
    }

    [Theory]
    [InlineData(true, QueueFullMode.Wait)]
    [InlineData(false, QueueFullMode.DropNewest)]
    public async Task Nobody_waits_for_a_program_that_takes_many_at_once_nor_where_detection_never_waits(
        bool runsProgram,
        QueueFullMode whenFull
    )
    {
        await using var host = Host(runsProgram, whenFull);
        var given = await FillAsync(host);

        var next = Queue(host, LanePace.Most + 1);

        next.IsCompleted.Should().BeTrue();
        _hold.SetResult();
        given.Add(await next);
        (await Task.WhenAll(given)).Should().OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task Whoever_gives_up_does_not_wait_on()
    {
        var pace = new LanePace(static () => LanePace.Most, new ManualClock());
        using var end = new CancellationTokenSource();
        var waiting = pace.KeepAsync(end.Token).AsTask();

        await end.CancelAsync();

        await waiting.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>();
        pace.KeepAsync(CancellationToken.None).IsCompleted.Should().BeFalse("that says nothing about the lane");
    }

    // One is under way, and as many wait as may.
    private async Task<List<Task<ExecutedAction>>> FillAsync(ExecutionHarness host)
    {
        var given = new List<Task<ExecutedAction>> { await Queue(host, 0) };
        await Until.TrueAsync(() => _isUnderWay);
        for (var i = 1; i <= LanePace.Most; i++)
        {
            var one = Queue(host, i);
            one.IsCompleted.Should().BeTrue("there is room");
            given.Add(await one);
        }

        return given;
    }

    private static Task<Task<ExecutedAction>> Queue(ExecutionHarness host, int number) =>
        host.QueueAsync(Some.Order("fw", $"198.51.{100 + (number / 250)}.{number % 250}", alertId: "a", seconds: 600));

    private ExecutionHarness Host(bool runsProgram, QueueFullMode whenFull = QueueFullMode.Wait) =>
        new(
            new ExecutionOptions { QueueFull = whenFull },
            RepeatedOffenders.None,
            new FirewallResponder(runsProgram ? _firewall : new WithoutProgram(_firewall))
        );

    private sealed class WithoutProgram(InMemoryFirewall firewall) : DelegatingFirewallBackend(firewall), INonBlockingBackend
    {
        public bool NeverBlocks => true;
    }
}
